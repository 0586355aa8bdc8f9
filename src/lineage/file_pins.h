// Which names of files never make room for others: those that matter to the detections, whoever
// taught them, so that no flood of other files makes them forgotten.
#pragma once

#include "lineage/file_table.h"
#include "lineage/watched_files.h"

namespace ak {

// Pins the name if it matters, as long as there is room. What anybody can make any number of
// without an alert takes half of that room at most: directories that a watched file may lie in, and
// what is known by mere names.
void pin_watched(const WatchedFiles& watched, FileTable& table, FileTable::Name& name);

// The same of a name that came to its place and of what is below, and unpins what matters no more.
// Of more than limits::kMaxMovedFiles names below, the others make room: none stays pinned unseen.
void settle_pins(const WatchedFiles& watched, FileTable& table, FileTable::Name& top);

}  // namespace ak
