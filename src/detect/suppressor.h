// Alerts that repeat one: the first of a group is raised, those within the group's window of it are
// counted, and the next that is raised tells how many. Times are the events'. Bounded; one thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/counters.h"
#include "base/limits.h"
#include "detect/held_back.h"
#include "detect/key_table.h"
#include "detect/rule.h"
#include "event/event.h"

namespace ak::detect {

// The alerts that repeat each other.
struct AlertGroup {
  std::string key;  // equal keys are one group
  TimeMs window_ms = 0;
};

// The group by the detection's own alert_suppression, else by `default_window_ms` (0: none): the
// detection, the process and the file. Nothing: this alert repeats no other.
std::optional<AlertGroup> group_of(const Rule& rule, const Event& event, TimeMs default_window_ms);

class Suppressor {
 public:
  // One group, as it is kept.
  struct Group {
    std::string key;
    TimeMs raised = 0;     // the event's time of the alert that was raised last
    TimeMs window_ms = 0;  // as it was then
    HeldBack held_back;    // since then
  };

  explicit Suppressor(Counters& counters, std::size_t max_groups = limits::kMaxSuppressedGroups,
                      std::size_t max_bytes = limits::kMaxSuppressedBytes);

  // Whether an alert of that group at that time repeats the one that was raised last: it lies less
  // than the window after it, or before it (events can be late). It is then counted.
  bool repeats(const AlertGroup& group, TimeMs time);

  // An alert of that group is raised; tells what was held back since the one before.
  HeldBack raise(const AlertGroup& group, TimeMs time);

  [[nodiscard]] std::size_t size() const { return groups_.size(); }

  // All groups, those first that will be forgotten first; and the same again.
  [[nodiscard]] std::vector<Group> save() const;
  void restore(const std::vector<Group>& groups);

 private:
  struct State {
    TimeMs raised = 0;
    TimeMs window_ms = 0;
    HeldBack held_back;

    [[nodiscard]] static std::size_t bytes() { return 0; }  // the entry counts itself
  };

  void make_room(TimeMs now);

  Counters& counters_;
  std::size_t max_groups_;
  std::size_t max_bytes_;
  KeyTable<State> groups_;
};

}  // namespace ak::detect
