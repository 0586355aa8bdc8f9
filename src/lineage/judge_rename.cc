#include "lineage/judge_rename.h"

#include <optional>

#include "event/renamed_names.h"

namespace ak {

ResolvedPaths::Rename judge_rename(const FileAct& act, const std::vector<FilePlace>& places,
                                   const FileTable& table) {
  using Rename = ResolvedPaths::Rename;
  if (!may_be_exchange(act)) return Rename::plain;
  const FilePlace* from = nullptr;
  const FilePlace* to = nullptr;
  for (const FilePlace& place : places) {
    if (!place.item->has_name) continue;
    if (place.item->nametype == "DELETE") from = &place;
    if (place.item->nametype == "CREATE") to = &place;
  }
  if (from == nullptr || to == nullptr || !to->has_id || from->path == to->path || to->is_guessed) {
    return Rename::unclear;
  }
  const FileTable::Name* at_new_name = table.find(to->id.host, to->path);
  const FileTable::Name* at_old_name = table.find(to->id.host, from->path);
  // What was presumed by the usual order is wrong where that is not the host's.
  const std::optional<bool> order = table.names_old_first(to->id.host);
  const bool is_unusual = order && *order != act.names_old_first;
  for (const FileTable::Name* name : {at_new_name, at_old_name}) {
    if (name == nullptr || !FileTable::has_file(*name, to->id)) continue;
    if (is_unusual && name->is_presumed) return Rename::unclear;
    return name == at_new_name ? Rename::exchange : Rename::plain;
  }
  const bool had_another =
      from->certain && at_old_name != nullptr && table.certain_file(*at_old_name) != nullptr;
  return had_another ? Rename::exchange : Rename::unclear;
}

}  // namespace ak
