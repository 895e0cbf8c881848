#include "cli/completion_scripts.hpp"

#include <array>
#include <vector>

#include "attune/base/text.hpp"

namespace attune::cli {

namespace {

/// Behind these stand a person's own words; `quiz` is looked at for --answers alone.
constexpr std::array<std::string_view, 6> kPrivateVerbs = {"log",  "note",   "follow",
                                                           "edit", "search", "people"};

constexpr std::string_view kBash =
    R"bash(# attune for bash; in ~/.bashrc:  eval "$(attune completion bash)"

_attune() {
    # bash takes words apart at : = and @; what stands together in the line belongs together.
    local rest=${COMP_LINE:0:COMP_POINT} trimmed piece i word about
    local -a typed=() found=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        trimmed=${rest#"${rest%%[![:space:]]*}"}
        if ((i == 0)) || [[ $trimmed != "$rest" ]]; then typed+=(""); fi
        piece=${COMP_WORDS[i]}
        ((i == COMP_CWORD)) && piece=$trimmed
        typed[${#typed[@]} - 1]+=$piece
        rest=${trimmed#"$piece"}
    done
    local current=${typed[${#typed[@]} - 1]} lead=""
    mapfile -t found < <(command "${typed[0]/#\~/$HOME}" __complete "${typed[@]:1}" 2>/dev/null)
    COMPREPLY=()
    # Of the word only what stands behind the last break is replaced.
    [[ $COMP_WORDBREAKS == *=* && $current == *=* ]] && lead=${current%"${current##*=}"}
    for word in "${found[@]:1}"; do
        word=${word%%$'\t'*}
        COMPREPLY+=("${word#"$lead"}")
        [[ $word == *= ]] && compopt -o nospace
    done
    if [[ ${found[0]} == files ]]; then
        compopt -o filenames
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "${current#"$lead"}")
    fi
}
complete -F _attune attune

# Lines with your own words stay out of the history. HISTIGNORE keeps them from ever getting there;
# what it cannot see (a command over several lines, a HISTIGNORE set later) goes before the next prompt.
_attune_forget() {
    local status=$? line number
    line=$(HISTTIMEFORMAT= builtin history 1)
    if [[ $line =~ $_attune_private ]]; then
        number=${line#"${line%%[![:space:]]*}"}
        number=${number%%[!0-9]*}
        [[ -n $number ]] && builtin history -d "$number"
    fi
    return $status
}
_attune_private='attune["'\'']?([[:space:]\\]+-[^[:space:]]*([[:space:]]+[^-[:space:]][^[:space:]]*)?)*[[:space:]\\]+["'\'']?(@VERBS@)(["'\'']|[[:space:]]|$)|attune.*--answers'
if [[ ${HISTIGNORE-} != *attune* ]]; then
    for _attune_verb in @VERB_WORDS@; do
        HISTIGNORE+="${HISTIGNORE:+:}*attune[[:space:]]$_attune_verb:*attune[[:space:]]$_attune_verb[[:space:]]*"
        HISTIGNORE+=":*attune[[:space:]]-*[[:space:]]$_attune_verb:*attune[[:space:]]-*[[:space:]]$_attune_verb[[:space:]]*"
    done
    HISTIGNORE+=":*attune[[:space:]]*--answers*"
    unset _attune_verb
fi
if [[ "${PROMPT_COMMAND[*]-}" != *_attune_forget* ]]; then
    # In front of the others: one of them may write the history to its file.
    if [[ "$(declare -p PROMPT_COMMAND 2>/dev/null)" == "declare -a"* ]]; then
        PROMPT_COMMAND=(_attune_forget "${PROMPT_COMMAND[@]}")
    else
        PROMPT_COMMAND="_attune_forget${PROMPT_COMMAND:+; $PROMPT_COMMAND}"
    fi
fi
)bash";

constexpr std::string_view kZsh =
    R"zsh(# attune for zsh; in ~/.zshrc, behind compinit:  eval "$(attune completion zsh)"

# [ ] * ? stay as they are typed.
alias attune='noglob attune'

_attune() {
    local line word about
    local -a found plain shown open
    found=("${(@f)$(command ${(Q)words[1]} __complete "${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)}")
    for line in "${(@)found[2,-1]}"; do
        word=${line%%$'\t'*}
        about=${line#*$'\t'}
        if [[ $word == *= ]]; then
            open+=("$word")
        else
            plain+=("$word")
            if [[ $about == $line ]]; then shown+=("$word"); else shown+=("$word -- $about"); fi
        fi
    done
    (( $#plain )) && compadd -l -d shown -- "${(@)plain}"
    (( $#open )) && compadd -S '' -- "${(@)open}"
    if [[ $found[1] == files ]]; then
        compset -P '--*='
        _files
    fi
}
(( $+functions[compdef] )) && compdef _attune attune

# Lines with your own words are never written to the history.
_attune_forget() {
    emulate -L zsh
    local -a line
    local -i i j
    line=("${(@z)1}")
    for (( i = 1; i <= $#line; i++ )); do
        [[ ${${(Q)line[i]}:t} == attune ]] || continue
        [[ "${(j: :)line[i,-1]}" == *--answers* ]] && return 1
        j=i+1
        while (( j <= $#line )); do
            case ${(Q)line[j]} in
                (@VALUED@) j+=2 ;;
                (-?*) j+=1 ;;
                ($'\n') j+=1 ;;
                (*) break ;;
            esac
        done
        [[ ${(Q)line[j]-} == (@VERBS@) ]] && return 1
    done
    return 0
}
autoload -Uz add-zsh-hook
add-zsh-hook zshaddhistory _attune_forget
)zsh";

constexpr std::string_view kFish =
    R"fish(# attune for fish; in ~/.config/fish/config.fish:  attune completion fish | source

function __attune_found
    set -l typed (commandline -opc) (commandline -ct)
    command $typed[1] __complete $typed[2..-1] 2>/dev/null
end

function __attune_complete
    set -l found (__attune_found)
    set -q found[2]; and printf '%s\n' $found[2..-1]
    if test "$found[1]" = files
        set -l current (commandline -ct)
        __fish_complete_path (string replace -r '^--[^=]*=' '' -- $current)
    end
end
complete -c attune -e
complete -c attune -f -a '(__attune_complete)'

# Lines with your own words are taken out of the history when they run. Until then fish may have them
# on the disk: a blank in front of the line keeps it away from there altogether.
function __attune_is_private
    string match -qr -- 'attune["\']?(\s+-\S*(\s+[^-\s]\S*)?)*\s+["\']?(@VERBS@)(["\']|\s|$)|attune.*--answers' (string join ' ' -- $argv)
end
function __attune_forget --on-event fish_postexec
    if __attune_is_private $argv
        builtin history delete --exact --case-sensitive -- "$argv"
    end
end
# fish 4 asks before it writes anything.
if not functions -q fish_should_add_to_history
    function fish_should_add_to_history
        not __attune_is_private $argv; and not string match -q -- ' *' "$argv"
    end
end
)fish";

std::string replaced(std::string text, std::string_view mark, const std::string& by) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
        text.replace(at, mark.size(), by);
        at += by.size();
    }
    return text;
}

}  // namespace

std::optional<std::string> completion_script(std::string_view shell, const OptionSet& global) {
    const std::string_view script = shell == "bash"   ? kBash
                                    : shell == "zsh"  ? kZsh
                                    : shell == "fish" ? kFish
                                                      : std::string_view();
    if (script.empty()) return std::nullopt;
    const std::vector<std::string> verbs(kPrivateVerbs.begin(), kPrivateVerbs.end());
    std::vector<std::string> valued;
    for (const Option& option : global.options()) {
        if (option.takes_value()) valued.push_back(option.long_name);
    }
    std::string out = replaced(std::string(script), "@VERBS@", join(verbs, "|"));
    out = replaced(std::move(out), "@VERB_WORDS@", join(verbs, " "));
    return replaced(std::move(out), "@VALUED@", join(valued, "|"));
}

}  // namespace attune::cli
