// What the program counts: work done, and each thing that it can lose. One table, so that every
// counter has one name, one meaning and one place where users see it (the report at the end of a
// replay, the daemon's log).
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ak {

// X(identifier, name, meaning, is_loss)
#define AK_COUNTERS(X)                                                                            \
  X(lines, "lines", "lines read", false)                                                          \
  X(records, "records", "audit records read", false)                                              \
  X(events, "events", "audit events completed", false)                                            \
  X(alerts, "alerts", "alerts raised", false)                                                     \
  X(stored, "stored", "alerts written to the store", false)                                       \
  X(delivered, "delivered", "alerts taken by a sink", false)                                      \
  X(redelivered, "redelivered", "alerts sent again to a sink whose receiver went away", false)    \
  X(evicted_processes, "evicted_processes", "processes forgotten at the table's cap", false)      \
  X(unknown_parents, "unknown_parents", "process starts whose parent is not known", false)        \
  X(evicted_nodes, "evicted_nodes", "nodes of a stream forgotten at the cap", true)               \
  X(evicted_files, "evicted_files", "files forgotten at the table's cap", false)                  \
  X(unresolved_paths, "unresolved_paths", "names whose true path is not known", false)            \
  X(unconfirmed_paths, "unconfirmed_paths", "paths that names alone tell", false)                 \
  X(unresolved_contents, "unresolved_contents", "renamed directories nobody looked into", false)  \
  X(unresolved_opens, "unresolved_opens", "opens for reading, or for writing", false)             \
  X(unresolved_exchanges, "unresolved_exchanges", "renames, or exchanges of two files", false)    \
  X(unconfirmed_parents, "unconfirmed_parents", "events whose parent may be told wrongly", false) \
  X(late_parents, "late_parents", "events whose parent was read from /proc after them", false)    \
  X(partial_previous, "partial_previous", "executions after programs that are not known", false)  \
  X(unconfirmed_processes, "unconfirmed_processes", "events with a pid that may be another's",    \
    false)                                                                                        \
  X(unlooked_files, "unlooked_files", "files not looked at, where it may take for ever", false)   \
  X(unread_arguments, "unread_arguments", "processes whose arguments may take for ever", false)   \
  X(unresolved_tasks, "unresolved_tasks", "calls of a process, or of a thread", false)            \
  X(unnamed_syscalls, "unnamed_syscalls", "system calls newer than libaudit", false)              \
  X(skipped_lines, "skipped_lines", "lines that are not audit records", true)                     \
  X(cut_ends, "cut_ends", "records of an event's end that came cut short", true)                  \
  X(long_lines, "long_lines", "lines over the length cap", true)                                  \
  X(partial_events, "partial_events", "events with records missing", true)                        \
  X(dropped_records, "dropped_records", "records dropped at a cap of the assembler", true)        \
  X(late_records, "late_records", "records that came after their event was complete", true)       \
  X(duplicate_records, "duplicate_records", "records that came twice", false)                     \
  X(caught_up_events, "caught_up_events", "events read from the log after a restart", false)      \
  X(caught_up_again, "caught_up_again", "records that came from the log already", false)          \
  X(missed_catch_up, "missed_catch_up", "records of the log too old to be caught up on", true)    \
  X(bad_snapshots, "bad_snapshots", "saved states that could not be used", true)                  \
  X(lost_events, "lost_events", "events that the serials show to be missing", true)               \
  X(untold_files, "untold_files", "renamed directories with more files than are looked at", true) \
  X(unparsed_events, "unparsed_events", "events that libauparse could not read", true)            \
  X(forgotten_sequences, "forgotten_sequences", "pending sequences forgotten at a cap", true)     \
  X(left_out_join_keys, "left_out_join_keys", "join keys of an event over the cap", true)         \
  X(excepted_alerts, "excepted_alerts", "alerts that an exception took away", false)              \
  X(suppressed_alerts, "suppressed_alerts", "alerts suppressed as repeats", false)                \
  X(rate_limited_alerts, "rate_limited_alerts", "alerts over a detection's rate limit", true)     \
  X(evicted_groups, "evicted_groups", "groups of repeated alerts forgotten at a cap", true)       \
  X(dropped_alerts, "dropped_alerts", "alerts that a sink never got", true)                       \
  X(store_failures, "store_failures", "times the store could not be written or read", true)       \
  X(damaged_stores, "damaged_stores", "stores moved aside since they could not be used", true)    \
  X(truncated_alerts, "truncated_alerts", "alerts with a value cut to size", true)                \
  X(refused_clients, "refused_clients", "socket clients turned away at the cap", true)            \
  X(missed_lines, "missed_lines", "alerts that a slow socket client missed", true)                \
  X(shortened_alerts, "shortened_alerts", "alerts shortened to fit into syslog", true)

// The process's counters. Any thread may add and read.
class Counters {
 public:
#define AK_COUNTER_MEMBER(identifier, name, meaning, is_loss) \
  std::atomic<std::uint64_t> identifier{0};
  AK_COUNTERS(AK_COUNTER_MEMBER)
#undef AK_COUNTER_MEMBER

  struct Reading {
    std::string_view name;
    std::string_view meaning;
    bool is_loss;
    std::uint64_t value;
  };
  [[nodiscard]] std::vector<Reading> read() const;
};

}  // namespace ak
