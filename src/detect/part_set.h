// A set of matchers by their numbers, a bit for each.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ak::detect {

using PartId = std::uint32_t;

class PartSet {
 public:
  PartSet() = default;
  PartSet(std::size_t size, bool is_full);

  [[nodiscard]] bool empty() const { return words_.empty(); }  // made of no size

  // REQUIRES of all: numbers below `size`; the other set has the same.
  void insert(PartId id) { words_[id / kBits] |= bit(id); }
  void erase(PartId id) { words_[id / kBits] &= ~bit(id); }
  void keep_common(const PartSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }

  void add(const PartSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  }

  // Do more than `few` stand in both?
  [[nodiscard]] bool has_in_common(const PartSet& other, std::size_t few) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i] & other.words_[i]; word != 0; word &= word - 1)
        if (few-- == 0) return true;
    }
    return false;
  }

  // In ascending order.
  template <typename Visit>
  void for_each(const Visit& visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1)
        visit(static_cast<PartId>(i * kBits + static_cast<std::size_t>(std::countr_zero(word))));
    }
  }

 private:
  static constexpr std::size_t kBits = 64;
  static std::uint64_t bit(PartId id) { return std::uint64_t{1} << (id % kBits); }

  std::vector<std::uint64_t> words_;
};

inline PartSet::PartSet(std::size_t size, bool is_full) : words_((size + kBits - 1) / kBits) {
  if (!is_full) return;
  for (PartId id = 0; id < size; ++id) insert(id);
}

}  // namespace ak::detect
