// Finds which of many literals stand in a text, in one pass over it, after Aho and Corasick
// (Communications of the ACM 18, 1975).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace ak::eql {

class LiteralFinder {
 public:
  // The literals' numbers are their places in `literals`. Case folding is ASCII.
  LiteralFinder(const std::vector<std::string_view>& literals, bool ignore_case);

  // Calls on_found(number, end), `end` being the offset after the literal's last byte, until one
  // call returns true; did any? Empty literals are never found.
  template <typename OnFound>
  bool find(std::string_view text, const OnFound& on_found) const {
    std::uint32_t state = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      state = step(state, static_cast<std::uint8_t>(ignore_case_ ? ascii_lower(text[i]) : text[i]));
      for (std::uint32_t at = state; at != 0; at = nodes_[at].shorter) {
        for (const std::uint32_t number : nodes_[at].ends)
          if (on_found(number, i + 1)) return true;
      }
    }
    return false;
  }

 private:
  struct Edge {
    std::uint8_t byte;
    std::uint32_t to;
  };
  struct Node {
    std::vector<Edge> edges;          // sorted by byte
    std::vector<std::uint32_t> ends;  // literals that end here
    std::uint32_t fail = 0;           // the longest proper suffix that is a node
    std::uint32_t shorter = 0;        // the longest proper suffix that ends a literal; 0: none
  };

  void insert(std::string_view literal, std::uint32_t number);
  void link();
  [[nodiscard]] std::uint32_t step(std::uint32_t state, std::uint8_t byte) const;
  [[nodiscard]] std::uint32_t child(std::uint32_t node, std::uint8_t byte) const;

  bool ignore_case_;
  std::vector<Node> nodes_;                 // the first is the root
  std::array<std::uint32_t, 256> first_{};  // the root's edges; 0: none
};

}  // namespace ak::eql
