#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/report/taking.hpp"
#include "attune/store/library.hpp"
#include "cli/context.hpp"

namespace attune::cli {

using SharedKey = std::shared_ptr<const definition::Questionnaire>;

/// Reads stored takings, each with the key it was taken with. Keeps the keys it has read.
class TakingReader {
  public:
    TakingReader(Context& context, store::Library& library)
        : context_(context), library_(library) {}

    /// A taking as today's key and its own have it. Refused when it is one of something else.
    [[nodiscard]] Result<report::Taking> read(const SharedKey& today,
                                              const journal::Record& record);
    /// The newest `limit` takings, newest first; `about` as for store::find_takings. `of` names the
    /// long form whose takings are read with the short form's key.
    [[nodiscard]] Result<std::vector<report::Taking>> newest(const SharedKey& today,
                                                             std::optional<std::string_view> about,
                                                             int limit, std::string_view of = {});

  private:
    /// The key with this digest, or nothing when its text is not in the store.
    [[nodiscard]] Result<SharedKey> key_of(const std::string& digest);

    Context& context_;
    store::Library& library_;
    std::optional<std::map<std::string, std::string>> texts_;  ///< by digest
    std::map<std::string, SharedKey> keys_;
};

/// The same takings read with today's key, for putting side by side.
void read_with_today(const SharedKey& today, report::Taking& taking);

}  // namespace attune::cli
