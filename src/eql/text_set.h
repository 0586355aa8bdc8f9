// A set of strings that a value is looked up in: constant time however long the list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/text.h"

namespace ak::eql {

class TextSet {
 public:
  TextSet(std::vector<std::string> texts, bool ignore_case);

  [[nodiscard]] bool contains(std::string_view text) const;
  [[nodiscard]] bool empty() const { return few_.empty() && many_.empty(); }

 private:
  struct Hash {
    using is_transparent = void;
    bool ignore_case;
    std::size_t operator()(std::string_view text) const;
  };
  struct Equal {
    using is_transparent = void;
    bool ignore_case;
    bool operator()(std::string_view a, std::string_view b) const;
  };

  static constexpr std::size_t kLongLength = 63;  // stands for all lengths from there on
  static constexpr std::size_t kFewTexts = 4;     // that many are compared faster than hashed

  std::vector<std::string> few_;
  std::unordered_set<std::string, Hash, Equal> many_;
  Equal equal_;
  std::uint64_t lengths_ = 0;  // bit n: there is a text of n bytes
  std::size_t longest_ = 0;    // bytes. Both save hashing most values
};

}  // namespace ak::eql
