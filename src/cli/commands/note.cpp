#include <algorithm>
#include <list>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/form_record.hpp"
#include "attune/vault/create.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/drafts.hpp"
#include "cli/draw.hpp"
#include "cli/form_questions.hpp"
#include "cli/note_writing.hpp"
#include "cli/word_prompt.hpp"
#include "cli/writing.hpp"

namespace attune::cli {

namespace {

using definition::FormItem;
using definition::FormItemType;

constexpr std::string_view kEntry = "entry";

constexpr const char* kExplanation =
    "  One line, kept as it stands. @sam is a person, %silence a trigger, hurt=7 a feeling and\n"
    "  +breath what you did; at the end they are taken off the text.\n"
    "  Enter alone or q leaves without writing.\n";

/// A flag that follows from the form.
struct Flag {
    std::string name;
    bool set = false;
    std::vector<std::string> values = {};
};

/// `attune note`: which flags there are depends on the kind, so the kind is found first.
class NoteInvocation final : public Invocation {
  public:
    Status prepare(host::Host& host, const std::vector<std::string>& arguments,
                   const OptionSet& global) override {
        ATTUNE_TRY(const FormShelf shelf, FormShelf::open(host));
        OptionSet known = global;
        describe_common(known);
        const std::size_t at = find_verb(arguments, known);
        flags_.clear();
        if (at < arguments.size() && shelf.has(arguments[at])) kind_ = arguments[at];
        named_ = !kind_.empty();
        if (!named_) {
            kind_ = kEntry;
            if (at < arguments.size()) near_ = nearest_kind(arguments[at], shelf);
        }
        ATTUNE_TRY(form_, shelf.load(kind_));
        title_ = "note " + kind_;
        details_ = details_of(form_->form);
        return {};
    }

    void describe(OptionSet& options) override {
        options.prose(words_, named_ ? "TEXT" : "KIND TEXT",
                      form_ && form_->form.text_item() ? form_->form.text_item()->ask
                                                       : "words; - reads standard input");
        if (form_) {
            for (const FormItem& item : form_->form.items) {
                // The text stands behind the kind.
                const bool asked = item.type != FormItemType::Say;
                if (asked && item.keep != definition::Keep::Text) add_item(options, item);
            }
            if (form_->form.has_later())
                options.text(of_, "--of", "ID", "add to what was noted before: which one");
            if (form_->form.draw) {
                options
                    .flag(draw_, "--draw",
                          "show one of those written; none comes twice before all were seen")
                    .number(seed_, "--seed", "N", "with --draw: let this number choose");
            }
        }
        describe_common(options);
    }

    Result<ExitCode> run(Context& context) override {
        if (draw_) return draw_note(context, form_->form, seed_);
        NoteRequest request{.text = {}, .options = given(), .of = of_, .literal = literal_};
        std::vector<std::string> words = words_;
        if (named_ && !words.empty()) words.erase(words.begin());
        request.text = join(words, " ");
        if (words.size() == 1 && words[0] == "-") {
            ATTUNE_TRY(request.text, read_words(context));
        } else if (!guided_ && !named_ && words.empty() && request.options.empty() &&
                   may_ask(context)) {
            ATTUNE_TRY(const bool asked, ask(context, request));
            if (!asked) {
                context.screen().say("nothing written");
                return ExitCode::Done;
            }
        }
        // A kind without words has questions of its own.
        const bool bare = named_ && words.empty() && request.options.empty();
        if (guided_ || (bare && may_ask(context))) {
            ATTUNE_TRY(const auto left, ask_all(context, request));
            if (left) return *left;
        }
        auto code = write_note(context, *form_, request);
        if (!code) return keep_words(context, request, std::move(code).error());
        if (near_) {
            context.screen().say(
                fmt::format("'{}' is no kind, so this is a plain entry; the nearest kind is '{}'",
                            Screen::visible(words_.front()), *near_));
        }
        return code;
    }

    std::optional<Command> shown_as() const override {
        if (!named_ || !form_) return std::nullopt;
        Command shown = kNote;
        shown.name = title_;
        shown.summary = form_->form.summary;
        shown.details = details_;
        return shown;
    }

  private:
    void describe_common(OptionSet& options) {
        for (const journal::TriggerOption& option : journal::note_options()) {
            Flag& flag = flags_.emplace_back(Flag{std::string(option.name)});
            const std::string name = "--" + flag.name;
            if (option.value.empty()) {
                options.flag(flag.set, name, option.help);
            } else if (flag.name == "at") {
                options.dates(flag.values, name, option.value, option.help);
            } else {
                options.texts(flag.values, name, option.value, option.help);
            }
        }
        options.flag(literal_, "--literal", "signs in the text mean nothing")
            .flag(guided_, "--guided", "one question at a time, all optional");
    }

    void add_item(OptionSet& options, const FormItem& item) {
        std::string help = item.ask;
        if (!item.low_word.empty() && item.low)
            help += fmt::format(" ({} {}, {} {})", shortest_number(*item.low), item.low_word,
                                shortest_number(*item.high), item.high_word);
        if (!item.help.empty()) help += " - " + item.help;
        if (item.stage == definition::FormStage::Later) help += " [with --of]";
        Flag& flag = flags_.emplace_back(Flag{item.id});
        if (item.type == FormItemType::Date) {
            options.dates(flag.values, "--" + item.id, item.value_name(), help);
        } else {
            options.texts(flag.values, "--" + item.id, item.value_name(), help);
        }
    }

    /// Options in the order of the form, each one's values in the order of typing.
    [[nodiscard]] std::vector<journal::GivenOption> given() const {
        std::vector<journal::GivenOption> out;
        for (const Flag& flag : flags_) {
            if (flag.set) out.push_back({flag.name, {}});
            for (const std::string& value : flag.values)
                out.push_back({flag.name, value});
        }
        return out;
    }

    static bool may_ask(Context& context) {
        return context.screen().may_ask() && context.screen().may_ask_secret();
    }

    /// Everything that words and flags leave open; an exit code when the person left before the
    /// end, and what was said is kept then.
    Result<std::optional<ExitCode>> ask_all(Context& context, NoteRequest& request) const {
        if (may_ask(context) && !vault::exists(context.host(), context.location())) {
            ATTUNE_TRY([[maybe_unused]] auto* logbook, open_for_writing(context));
        }
        auto asked = ask_note_questions(context, *form_, request);
        if (!asked) {
            ATTUNE_TRY(const ExitCode code, keep_words(context, request, std::move(asked).error()));
            return std::optional(code);
        }
        request = std::move(asked->request);
        const bool said = !trim(request.text).empty() || !request.options.empty();
        if (asked->finished && said) return std::optional<ExitCode>();
        if (said) keep_note_draft(context, kind_, request, DraftWay::Guided);
        if (asked->interrupted) return fail(ErrorKind::Interrupted, "interrupted");
        if (!said) context.screen().say("nothing written");
        return std::optional(ExitCode::Done);
    }

    /// One line for the text of the note; false when the person left.
    Result<bool> ask(Context& context, NoteRequest& request) const {
        if (!vault::exists(context.host(), context.location())) {
            ATTUNE_TRY([[maybe_unused]] auto* logbook, open_for_writing(context));
        }
        const FormItem* item = form_->form.text_item();
        const std::string question = item != nullptr ? item->ask : form_->form.title;
        ATTUNE_TRY(const auto words,
                   ask_for_words(context, question + " (? explains) ", kExplanation));
        if (words) request.text = *words;
        return words.has_value();
    }

    Result<ExitCode> keep_words(Context& context, const NoteRequest& request, Error error) const {
        const bool typed = !trim(request.text).empty() || !request.options.empty();
        if (error.kind == ErrorKind::ClosedPipe || !typed) return fail(std::move(error));
        const ErrorKind kind = error.kind;
        context.screen().report(error);
        // Where no store can take them the words are shown again.
        keep_note_draft(context, kind_, request);
        return exit_code(kind);
    }

    static std::optional<std::string> nearest_kind(const std::string& word,
                                                   const FormShelf& shelf) {
        auto near = nearest_word(word, shelf.kinds());
        // Short words are too near to each other for a guess.
        if (near && (word.size() < 5 || edit_distance(word, *near) > 1)) near.reset();
        return near;
    }

    static std::string details_of(const definition::Form& form) {
        std::string details = form.intro;
        if (!details.empty()) details += "\n";
        if (form.has_later()) {
            details += fmt::format(
                "Flags marked [with --of] add to one that was noted before: the first record "
                "keeps its time.\n");
        }
        return details;
    }

    std::vector<std::string> words_;
    std::string kind_;
    std::string title_;
    std::string details_;
    bool named_ = false;  ///< the first word is the kind
    std::optional<std::string> near_;
    std::optional<FoundForm> form_;
    std::list<Flag> flags_;  ///< a list, because the option set points into it
    std::optional<std::string> of_;
    bool literal_ = false;
    bool guided_ = false;
    bool draw_ = false;
    std::optional<long long> seed_;
};

std::unique_ptr<Invocation> invoke_note() {
    return std::make_unique<NoteInvocation>();
}

/// Typed words whose options could not be read: the kind in front of them is no word of the note.
void rescue(Context& context, const std::string& everything) {
    std::string typed = everything;
    // Asking for help is not a part of the words.
    for (const std::string_view help : {"\n--help", "\n-h"}) {
        if (typed.ends_with(help)) typed.resize(typed.size() - help.size());
    }
    if (typed == "--help" || typed == "-h") return;
    const auto end = typed.find_first_of(" \n");
    const std::string first = typed.substr(0, end);
    const auto shelf = FormShelf::open(context.host());
    if (!shelf || !shelf->has(first)) {
        keep_draft(context, typed, std::string(kEntry));
    } else if (end != std::string::npos) {
        keep_draft(context, typed.substr(end + 1), first);
    }
}

}  // namespace

const Command kNote{
    .name = "note",
    .summary = "write another kind of note: belief, win, plan, check-in and more",
    .group = Group::Write,
    .needs = Needs::Nothing,
    .invoke = invoke_note,
    .details =
        "The first word is the kind; 'attune help kinds' lists them, and 'attune note KIND --help' "
        "shows the flags of one. A first word that is no kind writes a plain entry. Signs behind "
        "the text mean what they mean for 'log', and no passphrase is needed. A kind without "
        "words asks the questions of its form on a terminal; --guided asks what words and flags "
        "leave open.\n"
        "\n"
        "  attune note \"A long walk, and I could think again\" calm=7\n"
        "  attune note belief \"People leave when I need them\" --strength 70\n"
        "  attune note experiment \"If I ask for help she will be annoyed\" --probability 80\n"
        "  attune note plan --when \"he is late\" --then \"I breathe and ask\" --trigger "
        "late-reply\n"
        "  attune note win --draw\n",
    .rescue = rescue};

}  // namespace attune::cli
