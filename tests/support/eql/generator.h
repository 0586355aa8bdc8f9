// Queries and events made up from a seed, out of so few names and values that they often meet.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "event/event.h"

namespace ak::test {

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  // Compiles without an error; warnings are possible.
  std::string query();

  // Any field may be missing; those with several values have none to three.
  Event event();

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  bool chance(std::size_t one_in) { return below(one_in) == 0; }
  std::string pick(const std::vector<std::string>& choices) {
    return choices[below(choices.size())];
  }

  std::string condition(int depth);
  std::string predicate();
  std::string text_predicate();
  std::string number_predicate();
  std::string expression_predicate();
  std::string text_value(const std::string& field);
  std::string number_value(const std::string& field);
  std::string regex_predicate();
  std::string text_list();
  std::string text();
  std::string pattern();

  std::mt19937 random_;
};

}  // namespace ak::test
