#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <langinfo.h>
#include <string>
#include <sys/random.h>
#include <unistd.h>

#include "attune/base/assert.hpp"
#include "attune/base/text.hpp"
#include "attune/host/posix.hpp"
#include "host/memory_limit.hpp"

namespace attune::host {

namespace {

class PosixEnvironment final : public Environment {
  public:
    std::optional<std::string> variable(const std::string& name) const override {
        const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): one thread
        if (value == nullptr) return std::nullopt;
        return value;
    }

    bool utf8_locale() const override {
        std::setlocale(LC_CTYPE, "");  // NOLINT(concurrency-mt-unsafe): one thread
        return std::strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    }

    std::string machine_id() const override {
        for (const char* path : {"/etc/machine-id", "/var/lib/dbus/machine-id"}) {
            std::ifstream file(path);
            std::string id;
            if (file >> id) return id;
        }
        return {};
    }

    std::uint64_t available_memory() const override {
        return available_memory_by("/proc", "/sys/fs/cgroup");
    }

    std::optional<bool> swap_in_use() const override {
        // A heading, then one line for each area.
        std::ifstream file("/proc/swaps");
        std::string line;
        if (!std::getline(file, line)) return std::nullopt;
        return static_cast<bool>(std::getline(file, line));
    }

    void random(MutableByteView out) override {
        while (!out.empty()) {
            const auto count = ::getrandom(out.data(), out.size(), 0);
            ATTUNE_ASSERT(count > 0 || errno == EINTR);
            if (count > 0) out = out.subspan(static_cast<std::size_t>(count));
        }
    }

    Result<Bytes> read_descriptor(int descriptor, std::size_t limit) override {
        Bytes out;
        std::array<std::uint8_t, 4096> buffer{};
        while (true) {
            const auto count = ::read(descriptor, buffer.data(), buffer.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) {
                return fail(ErrorKind::Io, "could not read file descriptor " +
                                               std::to_string(descriptor) + ": " +
                                               std::strerror(errno));
            }
            if (count == 0) return out;
            out.insert(out.end(), buffer.begin(), buffer.begin() + count);
            if (out.size() > limit) {
                return fail(ErrorKind::TooLarge, "file descriptor " + std::to_string(descriptor) +
                                                     " holds more than is allowed");
            }
        }
    }
};

}  // namespace

std::unique_ptr<Environment> make_posix_environment() {
    return std::make_unique<PosixEnvironment>();
}

}  // namespace attune::host
