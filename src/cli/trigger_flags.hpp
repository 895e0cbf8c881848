#pragma once

#include <list>
#include <string>
#include <vector>

#include "attune/journal/log_arguments.hpp"
#include "cli/option_set.hpp"

namespace attune::cli {

/// The options of the trigger loop (journal/trigger_record.hpp) as `log`, `follow` and `edit` take
/// them.
class TriggerFlags {
  public:
    void describe(OptionSet& options);
    /// What was given, an option at a time, each one's values in the order of typing.
    [[nodiscard]] std::vector<journal::GivenOption> given() const;

  private:
    struct Flag {
        std::string name;
        bool set = false;
        std::vector<std::string> values = {};
    };
    std::list<Flag> flags_;  ///< a list, because the option set points into it
};

}  // namespace attune::cli
