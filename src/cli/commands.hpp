#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace attune::cli {

extern const Command kCompletion;
extern const Command kConfigGet;
extern const Command kConfigList;
extern const Command kConfigPath;
extern const Command kConfigSet;
extern const Command kConfigUnset;
extern const Command kDelete;
extern const Command kDoctor;
extern const Command kExport;
extern const Command kExportCsv;
extern const Command kExportCsvLong;
extern const Command kExportJson;
extern const Command kExportJsonl;
extern const Command kExportMd;
extern const Command kEdit;
extern const Command kFollow;
extern const Command kHelp;
extern const Command kImportJsonl;
extern const Command kInit;
extern const Command kKeyAdd;
extern const Command kKeyChange;
extern const Command kKeyList;
extern const Command kKeyRemove;
extern const Command kKeyRotate;
extern const Command kList;
extern const Command kLock;
extern const Command kLog;
extern const Command kMeasure;
extern const Command kMeasureAdd;
extern const Command kMeasureList;
extern const Command kNote;
extern const Command kObserve;
extern const Command kObserveCompare;
extern const Command kPeopleAdd;
extern const Command kPeopleEdit;
extern const Command kPeopleList;
extern const Command kPeopleMerge;
extern const Command kPeopleRename;
extern const Command kPractice;
extern const Command kPracticeCheck;
extern const Command kPracticeList;
extern const Command kPracticePause;
extern const Command kPracticeShow;
extern const Command kProgramDue;
extern const Command kProgramStart;
extern const Command kProgramStatus;
extern const Command kProgramStop;
extern const Command kQuiz;
extern const Command kQuizCheck;
extern const Command kQuizList;
extern const Command kQuizHistory;
extern const Command kQuizCompare;
extern const Command kQuizNew;
extern const Command kQuizScore;
extern const Command kQuizShow;
extern const Command kQuizTake;
extern const Command kQuizWording;
extern const Command kReport;
extern const Command kSearch;
extern const Command kSql;
extern const Command kShow;
extern const Command kStoreBackup;
extern const Command kStoreCheck;
extern const Command kStoreDevices;
extern const Command kStoreFold;
extern const Command kStoreForget;
extern const Command kStoreQuarantine;
extern const Command kStoreRepair;
extern const Command kStoreRestore;
extern const Command kSupport;
extern const Command kUndo;
extern const Command kUnlock;
extern const Command kVocabAdd;
extern const Command kVocabList;
extern const Command kVocabMerge;
extern const Command kVocabRename;

/// Every command, in the order of `help all`.
[[nodiscard]] std::span<const Command* const> all_commands();

/// The command of this name ("log", "quiz take"), or nullptr.
[[nodiscard]] const Command* find_command(std::string_view name);

/// The commands of two words that begin with `verb`.
[[nodiscard]] std::vector<const Command*> commands_below(std::string_view verb);

/// Every first word, once each.
[[nodiscard]] std::vector<std::string> all_verbs();

}  // namespace attune::cli
