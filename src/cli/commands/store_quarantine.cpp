// attune store quarantine: pieces of inboxes that could not be verified, and a way to accept them.

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/echo.hpp"
#include "attune/journal/record_json.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/now.hpp"
#include "cli/record_text.hpp"

namespace attune::cli {

namespace {

constexpr std::size_t kIdDigits = 8;
constexpr std::size_t kIdDigitsMin = 4;

struct QuarantineOptions {
    std::vector<std::string> ids;
    bool accept = false;
    bool yes = false;
};

void describe(OptionSet& options, QuarantineOptions& quarantine) {
    options.arguments(quarantine.ids, "ID", "which pieces; nothing means all")
        .flag(quarantine.accept, "--accept", "take them into the journal, after a yes")
        .flag(quarantine.yes, "-y,--yes", "do not ask");
}

std::string state_of(const store::SetAside& piece) {
    return piece.is_known ? "known" : piece.can_be_accepted ? "readable" : "unreadable";
}

std::string as_json(const std::vector<store::SetAside>& pieces) {
    auto list = nlohmann::ordered_json::array();
    for (const store::SetAside& piece : pieces) {
        nlohmann::ordered_json one{
            {"id", piece.id},         {"device", piece.device.hex()}, {"sequence", piece.sequence},
            {"reason", piece.reason}, {"bytes", piece.bytes},         {"state", state_of(piece)}};
        one["record"] = nullptr;
        if (piece.can_be_accepted) one["record"] = piece.record_id.hex();
        one["text"] = nullptr;
        if (piece.record) one["text"] = to_utf8_lossy(piece.record->text);
        list.push_back(std::move(one));
    }
    const nlohmann::ordered_json document{{"schema", 1}, {"pieces", std::move(list)}};
    return document.dump(2) + "\n";
}

/// What accepting the piece would do, as far as it says so.
std::string content_of(const store::SetAside& piece, CivilDay today) {
    if (!piece.can_be_accepted) return "what it holds cannot be read; it stays here";
    if (piece.is_known) return "what it says is in the journal already";
    const std::string id = piece.record_id.hex().substr(0, kIdDigits);
    if (piece.removes) return fmt::format("it deletes {}", id);
    if (piece.undoes) return fmt::format("it takes back a change of {}", id);
    return fmt::format("{} {}: {}", Screen::visible(piece.record->kind),
                       journal::describe_moment(piece.record->at, today),
                       Screen::visible(piece.record->text));
}

Status print_piece(Context& context, const store::SetAside& piece, CivilDay today) {
    Screen& screen = context.screen();
    if (context.global().porcelain) {
        return screen.print_raw(fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", piece.id,
                                            piece.device.hex(), piece.sequence, piece.bytes,
                                            state_of(piece), piece.reason));
    }
    ATTUNE_CHECK(screen.print(fmt::format(
        "{}  {}, {} bytes of machine {}: {}\n", piece.id.substr(0, kIdDigits),
        piece.sequence == 0 ? std::string("no frame") : fmt::format("frame {}", piece.sequence),
        piece.bytes, piece.device.hex().substr(0, kIdDigits), Screen::visible(piece.reason))));
    for (const std::string& line : wrap(content_of(piece, today), screen.width() - 4))
        ATTUNE_CHECK(screen.print("    " + line + "\n"));
    return {};
}

/// The pieces that were asked for: all of them, or those whose ids begin so.
Result<std::vector<store::SetAside>> chosen(std::vector<store::SetAside> all,
                                            const std::vector<std::string>& ids) {
    if (ids.empty()) return all;
    std::vector<store::SetAside> list;
    for (const std::string& id : ids) {
        std::vector<store::SetAside> fits;
        for (const store::SetAside& piece : all) {
            if (id.size() >= kIdDigitsMin && piece.id.starts_with(id)) fits.push_back(piece);
        }
        if (fits.size() != 1) {
            return fail(
                fits.empty() ? ErrorKind::NotFound : ErrorKind::Ambiguous,
                fmt::format("{} set aside is '{}'",
                            fits.empty() ? "nothing" : "more than one piece", Screen::visible(id)),
                "'attune store quarantine' lists what is set aside");
        }
        list.push_back(std::move(fits.front()));
    }
    return list;
}

Result<ExitCode> accept(const QuarantineOptions& quarantine, Context& context,
                        const std::vector<store::SetAside>& list, CivilDay today) {
    Screen& screen = context.screen();
    std::vector<std::string> ids;
    for (const store::SetAside& piece : list) {
        if (piece.can_be_accepted) {
            ids.push_back(piece.id);
        } else if (!quarantine.ids.empty()) {
            return fail(ErrorKind::Refused,
                        fmt::format("'{}' cannot be read", piece.id.substr(0, kIdDigits)),
                        "it stays where it is");
        }
    }
    if (ids.empty()) {
        screen.say("nothing that is set aside can be accepted");
        return ExitCode::Done;
    }
    if (!quarantine.yes) {
        for (const store::SetAside& piece : list) {
            if (piece.can_be_accepted)
                screen.say(
                    fmt::format("{}  {}", piece.id.substr(0, kIdDigits), content_of(piece, today)));
        }
        screen.say("nothing proves that a machine of yours wrote this");
        ATTUNE_TRY(const bool wanted,
                   screen.confirm(fmt::format("accept {}?", counted(ids.size(), "piece", "pieces")),
                                  "--yes"));
        if (!wanted) {
            screen.say("nothing is accepted");
            return ExitCode::No;
        }
    }
    context.set_writing();
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const std::uint64_t count, library->accept_set_aside(ids));
    ATTUNE_CHECK(screen.print(fmt::format("accepted {}\n", counted(count, "piece", "pieces"))));
    return ExitCode::Done;
}

Result<ExitCode> run(const QuarantineOptions& quarantine, Context& context) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(auto all, library->set_aside());
    ATTUNE_TRY(const auto list, chosen(std::move(all), quarantine.ids));
    if (quarantine.accept) return accept(quarantine, context, list, now.today());
    Screen& screen = context.screen();
    if (context.global().json) {
        ATTUNE_CHECK(screen.print_json(as_json(list)));
        return ExitCode::Done;
    }
    for (const store::SetAside& piece : list)
        ATTUNE_CHECK(print_piece(context, piece, now.today()));
    if (list.empty()) screen.say("nothing is set aside");
    return ExitCode::Done;
}

}  // namespace

const Command kStoreQuarantine{
    .name = "store quarantine",
    .summary = "pieces of inboxes that could not be verified; --accept takes them",
    .group = Group::Data,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<QuarantineOptions, describe, run>,
    .details =
        "What stands in an inbox and cannot be verified is kept byte for byte and counts for "
        "nothing: damage on the way, or somebody else's hand. A piece that can be read shows what "
        "it says. It is accepted on a yes only, and goes only with what is "
        "forgotten.\n"
        "\n"
        "  attune store quarantine\n"
        "  attune store quarantine 7c1e4a --accept\n"};

}  // namespace attune::cli
