#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attune/host/posix.hpp"

namespace attune::host {

void harden_process() {
    // A closed standard stream would be given to the next file opened, and output would land in the
    // store. It is replaced by a descriptor of the wrong direction, so that using it stays an
    // error.
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) == -1 && errno == EBADF) {
            static_cast<void>(
                ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY));
        }
    }
    // Should a core file be made after all (a pipe in core_pattern is not bound by the limit), no
    // memory goes into it. The file belongs to root once the process cannot be dumped, so this
    // comes first.
    const int filter = ::open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC);
    if (filter >= 0) {
        static_cast<void>(!::write(filter, "0\n", 2));
        ::close(filter);
    }
    const rlimit none{0, 0};
    static_cast<void>(::setrlimit(RLIMIT_CORE, &none));
    static_cast<void>(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
    ::umask(077);
    std::signal(SIGPIPE, SIG_IGN);
    // A full file-size limit comes back as an error of write instead of ending the program.
    std::signal(SIGXFSZ, SIG_IGN);
}

void wipe_arguments(int argc, char** argv) {
    for (int i = 1; i < argc; ++i)
        std::memset(argv[i], 0, std::strlen(argv[i]));
}

}  // namespace attune::host
