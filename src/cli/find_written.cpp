#include "cli/find_written.hpp"

namespace attune::cli {

Result<RecordId> find_written(Context& context, const std::string& id) {
    ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
    const auto recent = logbook->find_recent(id);
    if (recent) return recent->record;
    if (recent.error().kind != ErrorKind::NotFound) return fail(recent.error());
    ATTUNE_TRY(store::Library * library, context.open_library());
    return library->find(id);
}

}  // namespace attune::cli
