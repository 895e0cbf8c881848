#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/report/about.hpp"
#include "attune/report/share.hpp"
#include "cli/reports.hpp"

namespace attune::cli {

/// What --about and --share make of a report. Whatever a report reads goes through here before
/// anything is built of it: first what is not about the person goes, then what is not to be shared.
/// Without either flag nothing changes.
class ReportLens {
  public:
    /// NotFound for a person nobody was added or met as; Usage for --with-names and --with-text
    /// without --share.
    [[nodiscard]] static Result<ReportLens> make(const ReportOptions& options, Context& context);

    /// A diary; `counted` are the days of the period itself.
    [[nodiscard]] Status look(report::Diary& diary, const report::DayRange& counted);
    /// The steps of these days. `seed` picks the win among those that are left.
    [[nodiscard]] Status look(report::Steps& steps, const report::DayRange& days,
                              std::uint64_t seed);
    /// Takings, each series under the name its person has now; series that became one person's are
    /// joined.
    [[nodiscard]] Status look(std::vector<report::Series>& series);
    /// One record. False when it is left out.
    [[nodiscard]] Result<bool> look(journal::Record& record);
    /// All records of a kind with their follow-ups, and how many were left out.
    [[nodiscard]] Result<std::vector<report::Thread>> load_threads(std::string_view kind,
                                                                   long* left_out = nullptr);

    /// The person of --about as they are called now; empty without it.
    [[nodiscard]] const std::string& person() const { return person_; }
    /// A person as they are to be shown.
    [[nodiscard]] std::string shown(const std::string& person);
    /// What is shared; nothing without --share.
    [[nodiscard]] report::ShareView* share() { return share_.get(); }

    /// Says on the document whom it is about and that it is shared. `look` at a diary has counted
    /// what was left out; without one only the title says whom it is about.
    void finish(report::Document& document);

  private:
    explicit ReportLens(store::Library* library) : library_(library) {}

    store::Library* library_;
    std::string person_;
    std::optional<report::LeftOut> left_out_;  ///< once a diary was looked at
    std::shared_ptr<report::ShareView> share_;
};

}  // namespace attune::cli
