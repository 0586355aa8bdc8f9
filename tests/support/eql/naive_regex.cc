#include "support/eql/naive_regex.h"

#include <cstddef>
#include <set>

namespace ak::test {
namespace {

using Places = std::set<std::size_t>;

class NaiveRegex {
 public:
  NaiveRegex(const std::vector<std::string>& expression, const std::vector<std::string>& text)
      : expression_(expression), text_(text) {}

  bool run() {
    std::size_t at = 0;
    return any_of_alternatives(at, {0}).count(text_.size()) > 0;
  }

 private:
  [[nodiscard]] bool sees(std::size_t at, const std::string& character) const {
    return at < expression_.size() && expression_[at] == character;
  }

  // `at` is moved behind the part that is read.
  Places any_of_alternatives(std::size_t& at, const Places& from) {
    Places all = sequence(at, from);
    while (sees(at, "|")) {
      ++at;
      all.merge(sequence(at, from));
    }
    return all;
  }

  Places sequence(std::size_t& at, Places places) {
    while (at < expression_.size() && !sees(at, "|") && !sees(at, ")")) places = repeat(at, places);
    return places;
  }

  Places repeat(std::size_t& at, const Places& from) {
    const std::size_t begin = at;
    const Places once = atom(at, from);
    std::size_t least = 1;
    std::size_t most = 1;
    if (sees(at, "*") || sees(at, "+")) {
      least = sees(at, "*") ? 0 : 1;
      most = text_.size() + 1;
      ++at;
    } else if (sees(at, "{")) {
      least = most = std::stoul(expression_[at + 1]);
      if (sees(at + 2, ",")) most = std::stoul(expression_[at + 3]);
      while (!sees(at, "}")) ++at;
      ++at;
    }
    Places all = least == 0 ? from : Places{};
    Places reached = once;
    for (std::size_t times = 1; times <= most; ++times) {
      if (times >= least) all.insert(reached.begin(), reached.end());
      std::size_t again = begin;
      reached = atom(again, reached);
    }
    return all;
  }

  Places atom(std::size_t& at, const Places& from) {
    if (sees(at, "(")) {
      ++at;
      Places inner = any_of_alternatives(at, from);
      ++at;
      return inner;
    }
    const std::size_t begin = at;
    if (sees(at, "[")) {
      while (!sees(at, "]")) ++at;
    }
    ++at;
    Places next;
    for (const std::size_t place : from)
      if (place < text_.size() && takes(begin, text_[place])) next.insert(place + 1);
    return next;
  }

  [[nodiscard]] bool takes(std::size_t at, const std::string& character) const {
    if (sees(at, ".")) return true;
    if (!sees(at, "[")) return expression_[at] == character;
    const bool is_negated = sees(at + 1, "^");
    bool is_listed = false;
    for (std::size_t i = at + (is_negated ? 2 : 1); !sees(i, "]"); ++i) {
      const bool is_range = sees(i + 1, "-");
      const std::string& last = expression_[is_range ? i + 2 : i];
      is_listed = is_listed || (expression_[i] <= character && character <= last);
      if (is_range) i += 2;
    }
    return is_listed != is_negated;
  }

  const std::vector<std::string>& expression_;
  const std::vector<std::string>& text_;
};

}  // namespace

bool naive_regex(const std::vector<std::string>& expression, const std::vector<std::string>& text) {
  return NaiveRegex(expression, text).run();
}

}  // namespace ak::test
