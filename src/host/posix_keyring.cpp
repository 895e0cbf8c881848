#include <cerrno>
#include <cstring>

#include <keyutils.h>

#include "attune/base/text.hpp"
#include "attune/host/posix.hpp"

namespace attune::host {

namespace {

tl::unexpected<Error> keyring_error(const char* what, int code) {
    const bool gone = code == ENOKEY || code == EKEYREVOKED || code == EKEYEXPIRED;
    return fail(gone ? ErrorKind::NotFound : ErrorKind::Refused,
                std::string("could not ") + what + " the kernel keyring: " + std::strerror(code));
}

class PosixKeyring final : public Keyring {
  public:
    Result<std::int32_t> put(const std::string& description, ByteView secret,
                             unsigned seconds) override {
        const key_serial_t serial = ::add_key("user", description.c_str(), secret.data(),
                                              secret.size(), KEY_SPEC_USER_KEYRING);
        if (serial < 0) return keyring_error("write to", errno);
        constexpr key_perm_t kAccess = KEY_POS_VIEW | KEY_POS_READ | KEY_POS_SEARCH |
                                       KEY_POS_SETATTR | KEY_USR_VIEW | KEY_USR_READ |
                                       KEY_USR_SEARCH | KEY_USR_SETATTR;
        if (::keyctl_set_timeout(serial, seconds) != 0 || ::keyctl_setperm(serial, kAccess) != 0) {
            const int code = errno;
            ::keyctl_revoke(serial);
            return keyring_error("write to", code);
        }
        return serial;
    }

    Result<Bytes> get(std::int32_t serial, const std::string& description) override {
        char* described = nullptr;
        if (::keyctl_describe_alloc(serial, &described) < 0) return keyring_error("read", errno);
        const std::string text = described;
        std::free(
            described);  // NOLINT(cppcoreguidelines-no-malloc): keyutils allocates with malloc
        // "user;uid;gid;perm;description": a serial may be used again for somebody else's key.
        if (!text.ends_with(";" + description)) {
            return fail(ErrorKind::NotFound, "the kernel keyring holds another key");
        }
        Bytes secret(4096);
        const long size =
            ::keyctl_read(serial, reinterpret_cast<char*>(secret.data()), secret.size());
        if (size < 0) return keyring_error("read", errno);
        if (static_cast<std::size_t>(size) > secret.size()) {
            return fail(ErrorKind::NotFound, "the kernel keyring holds another key");
        }
        secret.resize(static_cast<std::size_t>(size));
        return secret;
    }

    Status revoke(std::int32_t serial) override {
        if (::keyctl_revoke(serial) == 0) return {};
        const int code = errno;
        if (code == ENOKEY || code == EKEYREVOKED || code == EKEYEXPIRED) return {};
        return keyring_error("clear", code);
    }
};

}  // namespace

std::unique_ptr<Keyring> make_posix_keyring() {
    return std::make_unique<PosixKeyring>();
}

}  // namespace attune::host
