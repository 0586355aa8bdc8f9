// What is known of each node of a stream, of limits::kMaxNodes at most: then the one that was
// silent for the longest time is forgotten for a new one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/limits.h"

namespace ak::audit {

template <typename T>
class RecentNodes {
 public:
  // Valid until the next add(); nullptr: not known. The node is heard of now.
  T* find(std::uint64_t node) {
    const auto found = nodes_.find(node);
    if (found == nodes_.end()) return nullptr;
    found->second.heard = ++moments_;
    return &found->second.value;
  }

  // The same, but it is not heard of.
  [[nodiscard]] const T* peek(std::uint64_t node) const {
    const auto found = nodes_.find(node);
    return found == nodes_.end() ? nullptr : &found->second.value;
  }

  // Whether another was forgotten for it. O(limits::kMaxNodes) then. REQUIRES: it is not known.
  bool add(std::uint64_t node, T value) {
    const bool is_full = nodes_.size() >= limits::kMaxNodes;
    if (is_full) {
      nodes_.erase(std::min_element(nodes_.begin(), nodes_.end(), [](const auto& a, const auto& b) {
        return a.second.heard < b.second.heard;
      }));
    }
    nodes_.emplace(node, Node{std::move(value), ++moments_});
    return is_full;
  }

  void clear() { nodes_.clear(); }

  // By the nodes' hashes, to be saved; valid as find()'s.
  [[nodiscard]] std::map<std::uint64_t, const T*> in_order() const {
    std::map<std::uint64_t, const T*> ordered;
    for (const auto& [node, known] : nodes_) ordered.emplace(node, &known.value);
    return ordered;
  }

 private:
  struct Node {
    T value;
    std::uint64_t heard;
  };

  std::unordered_map<std::uint64_t, Node> nodes_;
  std::uint64_t moments_ = 0;
};

}  // namespace ak::audit
