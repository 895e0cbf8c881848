#include "cli/editor.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::cli {

namespace {

struct KnownEditor {
    std::vector<std::string_view> names;
    /// What turns its copies off.
    std::vector<std::string> options;
    bool takes_line;
};

/// What each of these writes beside the file unless told otherwise. The options stand behind those
/// of the person and win over their configuration.
const std::vector<KnownEditor>& known_editors() {
    static const std::vector<KnownEditor> kKnown = {
        // -n no swap file, -i NONE no viminfo or shada; -c runs when the configuration was read.
        {{"vim", "vim.basic", "vim.tiny", "vim.nox", "vim.gtk3", "rvim", "nvim", "vimx"},
         {"-n", "-i", "NONE", "--cmd", "set nomodeline", "-c",
          "set noswapfile nobackup nowritebackup noundofile viminfo= history=0"},
         true},
        // Its configuration may name folders for backups and histories and cannot be unset singly.
        {{"nano", "rnano"}, {"--ignorercfiles"}, true},
        {{"emacs", "emacs-gtk", "emacs-nox", "emacs-lucid", "emacs-pgtk"},
         {"--eval",
          "(progn (setq make-backup-files nil auto-save-default nil create-lockfiles nil "
          "auto-save-list-file-prefix nil kill-ring-max 1) (dolist (mode '(savehist-mode "
          "recentf-mode desktop-save-mode save-place-mode global-undo-tree-mode)) (when (fboundp "
          "mode) (funcall mode -1))))"},
         true},
        {{"micro"},
         {"-backup", "false", "-savehistory", "false", "-saveundo", "false", "-savecursor",
          "false"},
         true},
        {{"joe", "jmacs", "jpico", "jstar", "rjoe"}, {"-nobackups", "-noexmsg"}, true},
        // These keep nothing unless their configuration is made to.
        {{"hx", "helix", "ed", "busybox"}, {}, false},
        {{"kak", "mg", "vis"}, {}, true},
    };
    return kKnown;
}

std::string base_name(std::string_view path) {
    return std::string(path.substr(path.rfind('/') + 1));
}

/// `emacs-28.2` and `nvim-0.9` are what they are without the number.
std::string without_version(std::string name) {
    const auto dash = name.rfind('-');
    if (dash != std::string::npos && dash + 1 < name.size() && name[dash + 1] >= '0' &&
        name[dash + 1] <= '9') {
        name.resize(dash);
    }
    return name;
}

void turn_copies_off(Editor& editor) {
    const std::string name = without_version(base_name(editor.path));
    for (const KnownEditor& known : known_editors()) {
        if (std::find(known.names.begin(), known.names.end(), name) == known.names.end()) continue;
        editor.arguments.insert(editor.arguments.end(), known.options.begin(), known.options.end());
        editor.writes_no_copies = true;
        editor.takes_line = known.takes_line;
        return;
    }
}

}  // namespace

std::optional<std::vector<std::string>> shell_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    bool open = false;
    char quote = '\0';
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (quote != '\0') {
            const bool escaped = quote == '"' && c == '\\' && at + 1 < text.size() &&
                                 (text[at + 1] == '"' || text[at + 1] == '\\');
            if (escaped) {
                word += text[++at];
            } else if (c == quote) {
                quote = '\0';
            } else {
                word += c;
            }
        } else if (c == '\'' || c == '"') {
            quote = c;
            open = true;
        } else if (c == '\\' && at + 1 < text.size()) {
            word += text[++at];
            open = true;
        } else if (c == ' ' || c == '\t' || c == '\n') {
            if (open) words.push_back(std::exchange(word, {}));
            open = false;
        } else {
            word += c;
            open = true;
        }
    }
    if (quote != '\0') return std::nullopt;
    if (open) words.push_back(std::move(word));
    return words;
}

Result<Editor> find_editor(host::Host& host) {
    for (const char* variable : {"VISUAL", "EDITOR"}) {
        const auto value = host.environment.variable(variable);
        if (!value || trim(*value).empty()) continue;
        const auto words = shell_words(*value);
        const auto path = words ? host.programs.find(words->front()) : std::nullopt;
        if (!path) {
            return fail(ErrorKind::Usage,
                        fmt::format("the editor that {} names is not there", variable),
                        fmt::format("set {} to an installed editor, or give the changes with "
                                    "flags: attune edit ID --feel hurt=6",
                                    variable));
        }
        Editor editor{*path, words->front(), {words->begin() + 1, words->end()}};
        turn_copies_off(editor);
        return editor;
    }
    for (const char* name : {"editor", "nano", "vim", "vi"}) {
        const auto path = host.programs.find(name);
        if (!path) continue;
        Editor editor{*path, name, {}};
        turn_copies_off(editor);
        if (editor.writes_no_copies) return editor;
    }
    return fail(ErrorKind::Usage, "there is no editor here that attune knows",
                "set EDITOR, or give the changes with flags: attune edit ID --feel hurt=6");
}

Result<host::ProgramEnd> run_editor(host::Host& host, const Editor& editor, const std::string& file,
                                    int line) {
    std::vector<std::string> arguments = editor.arguments;
    if (line > 1 && editor.takes_line) {
        arguments.push_back(fmt::format("+{}", line));
    }
    arguments.push_back(file);
    return host.programs.run(editor.path, editor.name, arguments);
}

}  // namespace attune::cli
