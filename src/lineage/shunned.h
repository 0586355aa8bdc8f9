// Whose processes and directories are let alone for a while (limits::kErrandPenalty), since whoever
// looked there was kept waiting (errand.h). Bounded: of more users than limits::kMaxShunned all are
// but root, of more of root's directories none is added.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "base/limits.h"

namespace ak {

class Shunned {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Root's processes do not keep anybody waiting, and his directories are shunned each by itself.
  void shun_user(std::uint32_t user, Time now) {
    if (user != kRoot) shun(users_, user, now);
  }
  void shun_directory(std::uint32_t owner, const std::string& path, Time now) {
    owner == kRoot ? shun(directories_, path, now) : shun(users_, owner, now);
  }

  [[nodiscard]] bool has_user(std::uint32_t user, Time now) const {
    return user != kRoot && (has(users_, user, now) || is_full(users_, now));
  }
  [[nodiscard]] bool has_directory(std::uint32_t owner, const std::string& path, Time now) const {
    return owner == kRoot ? has(directories_, path, now) : has_user(owner, now);
  }

 private:
  static constexpr std::uint32_t kRoot = 0;

  template <typename Key>
  using Ends = std::map<Key, Time>;  // until when

  template <typename Key>
  static void shun(Ends<Key>& ends, const Key& key, Time now) {
    std::erase_if(ends, [&](const auto& entry) { return entry.second <= now; });
    if (ends.size() < limits::kMaxShunned) ends[key] = now + limits::kErrandPenalty;
  }
  template <typename Key>
  static bool has(const Ends<Key>& ends, const Key& key, Time now) {
    const auto end = ends.find(key);
    return end != ends.end() && now < end->second;
  }
  static bool is_full(const Ends<std::uint32_t>& ends, Time now) {
    return ends.size() == limits::kMaxShunned &&
           std::any_of(ends.begin(), ends.end(),
                       [&](const auto& entry) { return now < entry.second; });
  }

  Ends<std::uint32_t> users_;
  Ends<std::string> directories_;
};

}  // namespace ak
