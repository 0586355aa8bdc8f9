// States by key, the one that was longest untouched first: what a sequence and a sample remember.
#pragma once

#include <cstddef>
#include <iterator>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "detect/event_copy.h"

namespace ak::detect {

// State has bytes(), about what it takes in memory. References stay valid until the entry is
// erased.
template <typename State>
class KeyTable {
 public:
  struct Entry {
    std::string key;
    EventOrder touched;
    State state;
    std::size_t bytes = 0;  // as last told
  };

  [[nodiscard]] Entry* find(std::string_view key) {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : &*found->second;
  }

  // The key's entry, made if need be, now the youngest.
  Entry& touch(const std::string& key, EventOrder order) {
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) {
      entries_.splice(entries_.end(), entries_, found->second);
    } else {
      entries_.push_back({key, order, State{}, 0});
      by_key_.emplace(entries_.back().key, std::prev(entries_.end()));
    }
    entries_.back().touched = order;
    return entries_.back();
  }

  // To be called after every change of the entry's state.
  void count(Entry& entry) {
    const std::size_t bytes = kEntryBytes + entry.key.size() + entry.state.bytes();
    bytes_ += bytes - entry.bytes;
    entry.bytes = bytes;
  }

  void erase(Entry& entry) {
    bytes_ -= entry.bytes;
    const auto found = by_key_.find(entry.key);
    const auto place = found->second;
    by_key_.erase(found);
    entries_.erase(place);
  }

  // nullptr without one.
  [[nodiscard]] Entry* oldest() { return entries_.empty() ? nullptr : &entries_.front(); }
  [[nodiscard]] const Entry* oldest() const {
    return entries_.empty() ? nullptr : &entries_.front();
  }

  // The oldest first.
  [[nodiscard]] const std::list<Entry>& entries() const { return entries_; }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  static constexpr std::size_t kEntryBytes = 256;  // list, table and allocator

  std::list<Entry> entries_;  // the oldest first
  std::unordered_map<std::string_view, typename std::list<Entry>::iterator> by_key_;
  std::size_t bytes_ = 0;
};

}  // namespace ak::detect
