#include "cli/commands.hpp"

#include <algorithm>

namespace attune::cli {

namespace {

// One line each, so that two people can add commands at once.
// clang-format off
constexpr const Command* kCommands[] = {
    &kLog,
    &kNote,
    &kFollow,
    &kEdit,
    &kDelete,
    &kUndo,
    &kList,
    &kShow,
    &kSearch,
    &kReport,
    &kSql,
    &kQuiz,
    &kQuizTake,
    &kQuizList,
    &kQuizShow,
    &kQuizCheck,
    &kQuizHistory,
    &kQuizCompare,
    &kQuizWording,
    &kQuizNew,
    &kQuizScore,
    &kPractice,
    &kPracticePause,
    &kPracticeList,
    &kPracticeShow,
    &kPracticeCheck,
    &kProgramStart,
    &kProgramStatus,
    &kProgramDue,
    &kProgramStop,
    &kMeasure,
    &kMeasureAdd,
    &kMeasureList,
    &kObserve,
    &kObserveCompare,
    &kExport,
    &kExportJsonl,
    &kExportJson,
    &kExportCsv,
    &kExportCsvLong,
    &kExportMd,
    &kImportJsonl,
    &kStoreBackup,
    &kStoreCheck,
    &kStoreFold,
    &kStoreRepair,
    &kStoreRestore,
    &kStoreDevices,
    &kStoreForget,
    &kStoreQuarantine,
    &kInit,
    &kUnlock,
    &kLock,
    &kKeyList,
    &kKeyAdd,
    &kKeyRemove,
    &kKeyChange,
    &kKeyRotate,
    &kConfigGet,
    &kConfigSet,
    &kConfigUnset,
    &kConfigList,
    &kConfigPath,
    &kPeopleList,
    &kPeopleAdd,
    &kPeopleEdit,
    &kPeopleRename,
    &kPeopleMerge,
    &kCompletion,
    &kVocabList,
    &kVocabAdd,
    &kVocabRename,
    &kVocabMerge,
    &kSupport,
    &kDoctor,
    &kHelp,
};
// clang-format on

}  // namespace

std::span<const Command* const> all_commands() {
    return kCommands;
}

const Command* find_command(std::string_view name) {
    const auto* const found = std::find_if(std::begin(kCommands), std::end(kCommands),
                                           [&](const Command* c) { return c->name == name; });
    return found == std::end(kCommands) ? nullptr : *found;
}

std::vector<const Command*> commands_below(std::string_view verb) {
    std::vector<const Command*> out;
    for (const Command* command : kCommands) {
        if (command->name.size() > verb.size() + 1 && command->name.starts_with(verb) &&
            command->name[verb.size()] == ' ') {
            out.push_back(command);
        }
    }
    return out;
}

std::vector<std::string> all_verbs() {
    std::vector<std::string> out;
    for (const Command* command : kCommands) {
        std::string verb(command->name.substr(0, command->name.find(' ')));
        if (std::find(out.begin(), out.end(), verb) == out.end()) out.push_back(std::move(verb));
    }
    return out;
}

}  // namespace attune::cli
