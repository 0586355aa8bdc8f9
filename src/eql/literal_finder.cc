#include "eql/literal_finder.h"

#include <algorithm>

namespace ak::eql {

LiteralFinder::LiteralFinder(const std::vector<std::string_view>& literals, bool ignore_case)
    : ignore_case_(ignore_case), nodes_(1) {
  for (std::size_t i = 0; i < literals.size(); ++i)
    if (!literals[i].empty()) insert(literals[i], static_cast<std::uint32_t>(i));
  for (const Edge& edge : nodes_[0].edges) first_[edge.byte] = edge.to;
  link();
}

void LiteralFinder::insert(std::string_view literal, std::uint32_t number) {
  std::uint32_t at = 0;
  for (const char c : literal) {
    const auto byte = static_cast<std::uint8_t>(ignore_case_ ? ascii_lower(c) : c);
    std::vector<Edge>& edges = nodes_[at].edges;
    const auto place = std::lower_bound(edges.begin(), edges.end(), byte,
                                        [](const Edge& e, std::uint8_t b) { return e.byte < b; });
    if (place != edges.end() && place->byte == byte) {
      at = place->to;
      continue;
    }
    const auto next = static_cast<std::uint32_t>(nodes_.size());
    edges.insert(place, {byte, next});
    nodes_.emplace_back();  // `edges` is invalid from here on
    at = next;
  }
  nodes_[at].ends.push_back(number);
}

// Breadth first, so that a node's suffixes are linked before it.
void LiteralFinder::link() {
  std::vector<std::uint32_t> order{0};
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint32_t parent = order[i];
    for (const Edge& edge : nodes_[parent].edges) {
      Node& node = nodes_[edge.to];
      node.fail = parent == 0 ? 0 : step(nodes_[parent].fail, edge.byte);
      node.shorter = nodes_[node.fail].ends.empty() ? nodes_[node.fail].shorter : node.fail;
      order.push_back(edge.to);
    }
  }
}

std::uint32_t LiteralFinder::child(std::uint32_t node, std::uint8_t byte) const {
  const std::vector<Edge>& edges = nodes_[node].edges;
  const auto place = std::lower_bound(edges.begin(), edges.end(), byte,
                                      [](const Edge& e, std::uint8_t b) { return e.byte < b; });
  return place != edges.end() && place->byte == byte ? place->to : 0;
}

std::uint32_t LiteralFinder::step(std::uint32_t state, std::uint8_t byte) const {
  while (state != 0) {
    const std::uint32_t next = child(state, byte);
    if (next != 0) return next;
    state = nodes_[state].fail;
  }
  return first_[byte];
}

}  // namespace ak::eql
