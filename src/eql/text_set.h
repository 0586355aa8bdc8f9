// A set of strings that a value is looked up in: constant time however long the list.
#pragma once

#include <cstddef>
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
  [[nodiscard]] bool empty() const { return texts_.empty(); }

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

  std::unordered_set<std::string, Hash, Equal> texts_;
};

}  // namespace ak::eql
