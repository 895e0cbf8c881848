// Runs a program several times and prints how long each whole process took, in nanoseconds, one
// number a line:
//
//     bench_timer 50 attune list --last 7d
//
// Its standard streams go to /dev/null. A run that ends with anything but 0 ends the measurement
// with exit code 1.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char** argv) {
    const int runs = argc > 2 ? std::atoi(argv[1]) : 0;
    if (runs < 1) return 2;
    posix_spawn_file_actions_t streams;
    posix_spawn_file_actions_init(&streams);
    posix_spawn_file_actions_addopen(&streams, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&streams, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    for (int run = 0; run < runs; ++run) {
        const auto start = std::chrono::steady_clock::now();
        pid_t child = 0;
        if (::posix_spawnp(&child, argv[2], &streams, nullptr, argv + 2, environ) != 0) return 1;
        int status = 0;
        if (::waitpid(child, &status, 0) != child || status != 0) {
            std::fprintf(stderr, "bench_timer: %s ended with status %d\n", argv[2],
                         WIFEXITED(status) ? WEXITSTATUS(status) : -1);
            return 1;
        }
        const auto taken = std::chrono::steady_clock::now() - start;
        std::printf("%lld\n",
                    static_cast<long long>(
                        std::chrono::duration_cast<std::chrono::nanoseconds>(taken).count()));
    }
    return 0;
}
