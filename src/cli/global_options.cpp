#include "cli/global_options.hpp"

namespace attune::cli {

void describe(OptionSet& options, GlobalOptions& global) {
    options
        .text(global.store, "--store", "DIR",
              "use the store in DIR instead of the usual place (ATTUNE_STORE)")
        .text(global.key_file, "--key-file", "FILE", "unlock with this key file (ATTUNE_KEY_FILE)")
        .text(global.passphrase_file, "--passphrase-file", "FILE",
              "read the passphrase from FILE; - is standard input")
        .number(global.passphrase_fd, "--passphrase-fd", "N",
                "read the passphrase from file descriptor N")
        .flag(global.json, "--json", "one JSON document on standard output")
        .flag(global.porcelain, "--porcelain", "tab-separated lines without a header, for scripts")
        .choice(global.color, "--color", {"auto", "always", "never"}, "colours on a terminal")
        .flag(global.accessible, "--accessible",
              "plain label: value lines, nothing redrawn (ATTUNE_ACCESSIBLE)")
        .flag(global.ascii, "--ascii", "only ASCII characters in text for people")
        .flag(global.no_input, "--no-input", "never ask a question")
        .flag(global.no_pager, "--no-pager", "print long output directly")
        .flag(global.quiet, "-q,--quiet", "no messages but errors")
        .flag(global.verbose, "-v,--verbose", "say more about what is done")
        .flag(global.short_help, "-h", "short help for this command")
        .flag(global.full_help, "--help", "full help for this command")
        .flag(global.version, "--version", "the version and nothing else");
}

}  // namespace attune::cli
