// Whose processes and directories are let alone, since whoever looked there was kept waiting
// (errand.h): for a while (limits::kErrandPenalty), and until that one comes back. Bounded: of more
// users than limits::kMaxShunned all are but root, of more of root's places none is added.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "base/limits.h"

namespace ak {

class Shunned {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // What the errand that is waiting holds until it comes back.
  using Errand = std::weak_ptr<const void>;

  static constexpr std::uint32_t kRoot = 0;

  // All of a user's places are shunned with one of them, but each of root's by itself: directories,
  // and the cgroups of processes, which may be a container's.
  void shun(std::uint32_t owner, const std::string& place, Time now, Errand errand) {
    if (owner == kRoot) {
      add(places_, place, now, std::move(errand));
    } else {
      add(users_, owner, now, std::move(errand));
    }
  }

  [[nodiscard]] bool has(std::uint32_t owner, const std::string& place, Time now) const {
    if (owner == kRoot) return holds(places_, place, now);
    return holds(users_, owner, now) || is_full(users_, now);
  }

 private:
  struct End {
    Time time;
    Errand errand;

    [[nodiscard]] bool is_to_come(Time now) const { return now < time || !errand.expired(); }
  };
  template <typename Key>
  using Ends = std::map<Key, End>;

  template <typename Key>
  static void add(Ends<Key>& ends, const Key& key, Time now, Errand errand) {
    std::erase_if(ends, [&](const auto& entry) { return !entry.second.is_to_come(now); });
    if (ends.size() < limits::kMaxShunned) {
      ends[key] = {now + limits::kErrandPenalty, std::move(errand)};
    }
  }
  template <typename Key>
  static bool holds(const Ends<Key>& ends, const Key& key, Time now) {
    const auto end = ends.find(key);
    return end != ends.end() && end->second.is_to_come(now);
  }
  static bool is_full(const Ends<std::uint32_t>& ends, Time now) {
    return ends.size() == limits::kMaxShunned &&
           std::any_of(ends.begin(), ends.end(),
                       [&](const auto& entry) { return entry.second.is_to_come(now); });
  }

  Ends<std::uint32_t> users_;
  Ends<std::string> places_;
};

}  // namespace ak
