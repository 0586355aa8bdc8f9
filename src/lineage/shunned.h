// Whose processes and directories are let alone, since whoever looked there was kept waiting
// (errand.h): for a while (limits::kErrandPenalty), and until that one comes back. Bounded: of more
// users than limits::kMaxShunned all are but root, of more of root's directories none is added.
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

  // Root's processes do not keep anybody waiting, and his directories are shunned each by itself.
  void shun_user(std::uint32_t user, Time now, Errand errand) {
    if (user != kRoot) shun(users_, user, now, std::move(errand));
  }
  void shun_directory(std::uint32_t owner, const std::string& path, Time now, Errand errand) {
    if (owner != kRoot) return shun_user(owner, now, std::move(errand));
    shun(directories_, path, now, std::move(errand));
  }

  [[nodiscard]] bool has_user(std::uint32_t user, Time now) const {
    return user != kRoot && (has(users_, user, now) || is_full(users_, now));
  }
  [[nodiscard]] bool has_directory(std::uint32_t owner, const std::string& path, Time now) const {
    return owner == kRoot ? has(directories_, path, now) : has_user(owner, now);
  }

 private:
  static constexpr std::uint32_t kRoot = 0;

  struct End {
    Time time;
    Errand errand;

    [[nodiscard]] bool is_to_come(Time now) const { return now < time || !errand.expired(); }
  };
  template <typename Key>
  using Ends = std::map<Key, End>;

  template <typename Key>
  static void shun(Ends<Key>& ends, const Key& key, Time now, Errand errand) {
    std::erase_if(ends, [&](const auto& entry) { return !entry.second.is_to_come(now); });
    if (ends.size() < limits::kMaxShunned) {
      ends[key] = {now + limits::kErrandPenalty, std::move(errand)};
    }
  }
  template <typename Key>
  static bool has(const Ends<Key>& ends, const Key& key, Time now) {
    const auto end = ends.find(key);
    return end != ends.end() && end->second.is_to_come(now);
  }
  static bool is_full(const Ends<std::uint32_t>& ends, Time now) {
    return ends.size() == limits::kMaxShunned &&
           std::any_of(ends.begin(), ends.end(),
                       [&](const auto& entry) { return entry.second.is_to_come(now); });
  }

  Ends<std::uint32_t> users_;
  Ends<std::string> directories_;
};

}  // namespace ak
