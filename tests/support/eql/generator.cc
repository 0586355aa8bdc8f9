#include "support/eql/generator.h"

#include <vector>

namespace ak::test {
namespace {

const std::vector<std::string> kComparisons{"==", "!=", "<", "<=", ">", ">="};
const std::vector<std::string> kTextFields{"process.name", "process.args", "event.type", "user.id",
                                           "?user.name"};
const std::vector<std::string> kAbsentFields{"process.hash.md5", "?no.such.field", "user.domain"};
const std::vector<std::string> kWords{"a", "b", "A",  "ab", "Ab", "aba",
                                      "",  "é", "aé", "1",  "2",  "10"};
const std::vector<std::string> kPieces{"a", "b", "A", "*", "*", "?", "é", "1"};
const std::vector<std::string> kDates{"2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.001Z",
                                      "2026-06-30T12:00:00.000Z"};
constexpr TimeMs kDateValues[] = {1767225600000, 1767225600001, 1782820800000};

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

}  // namespace

std::string Generator::query() {
  return pick({"any", "process", "file", "\"process\""}) + " where " + condition(4);
}

std::string Generator::condition(int depth) {
  if (depth == 0 || chance(3)) return predicate();
  switch (below(4)) {
    case 0:
      return "not " + condition(0);
    case 1:
      return "not (" + condition(depth - 1) + ")";
    default: {
      std::string chain = condition(depth - 1);
      for (std::size_t more = 1 + below(3); more > 0; --more)
        chain += pick({" and ", " or "}) + condition(depth - 1);
      return "(" + chain + ")";
    }
  }
}

std::string Generator::predicate() {
  switch (below(14)) {
    case 10:
    case 11:
      return expression_predicate();
    case 12:
      return regex_predicate();
    case 0:
      return pick({"true", "false", "process.interactive", "process.interactive == true",
                   "process.interactive != false"});
    case 1:
      return pick({"process.name", "process.args", "process.pid", "?no.such.field"}) +
             pick({" == null", " != null"});
    case 2:
      return "@timestamp " + pick(kComparisons) + " " + quoted(pick(kDates));
    case 3:
      return pick(kAbsentFields) + pick({" == ", " != ", " : ", " > "}) + quoted("a");
    case 4:
    case 5:
      return number_predicate();
    default:
      return text_predicate();
  }
}

std::string Generator::number_predicate() {
  const std::string field = pick({"process.pid", "user.id", "process.args"});
  switch (below(4)) {
    case 0:
      return field + pick({" in ", " not in "}) + "(1, 2)";
    case 1:
      return "process.pid " + pick(kComparisons) + pick({" 1.5", " 2.0", " -1.5", " 1e30"});
    case 2:
      return "process.pid " + pick(kComparisons) + " \"2\"";
    default:
      return field + " " + pick(kComparisons) + pick({" 1", " 2", " 10", " -1"});
  }
}

std::string Generator::text_predicate() {
  const std::string field = pick(kTextFields);
  switch (below(4)) {
    case 0:
      return field + " " + pick(kComparisons) + " " + text();
    case 1:
      return field + pick({" in ", " in~ ", " not in ", " not in~ "}) + text_list();
    case 2:
      return field + pick({" : ", " like ", " like~ "}) + pattern();
    default:
      return field + pick({" : ", " like ", " like~ "}) + "(" + pattern() + ", " + pattern() + ")";
  }
}

// At most one field that may hold several values is named in one expression.
std::string Generator::expression_predicate() {
  const std::string field = pick(kTextFields);
  switch (below(6)) {
    case 0:
      return pick({"startsWith", "endsWith", "stringContains"}) + pick({"(", "~("}) + field + ", " +
             pick({text(), "process.name"}) + ")" + pick({"", " == true", " != false"});
    case 1:
      return text_value(field) + pick({" == null", " != null"});
    case 2:
      return text_value(field) + " " + pick(kComparisons) + " " + text();
    case 3:
      return text_value(field) + pick({" in ", " in~ ", " not in "}) + text_list();
    case 4:
      return text_value(field) + pick({" : ", " like ", " regex~ "}) + quoted(pick({"a", "ab"}));
    default:
      return number_value(field) + " " + pick(kComparisons) + " " +
             pick({"0", "1", "2", "process.pid", "-3", number_value("user.id")});
  }
}

std::string Generator::text_value(const std::string& field) {
  switch (below(4)) {
    case 0:
      return "substring(" + field + ", " + pick({"0", "1", "-1", "-2"}) + ")";
    case 1:
      return "substring(" + field + ", " + pick({"0", "1", "-3"}) + ", " + pick({"1", "2", "-1"}) +
             ")";
    case 2:
      return "concat(" + field + ", " + pick({"process.pid", text(), "process.interactive"}) + ")";
    default:
      return "string(" + pick({field, std::string("process.pid")}) + ")";
  }
}

std::string Generator::number_value(const std::string& field) {
  switch (below(6)) {
    case 0:
      return "length(" + field + ")";
    case 1:
      return "number(" + field + ")";
    case 2:
      return "indexOf" + pick({"(", "~("}) + field + ", " + text() + ")";
    case 3:
      return "process.pid " + pick({"+", "-", "*", "/", "%"}) + " " + pick({"0", "1", "2", "-3"});
    case 4:
      return pick({"add", "subtract", "multiply", "divide", "modulo"}) + "(length(" + field +
             "), process.pid)";
    default:
      return "-(process.pid + " + pick({"1", "length(process.name)"}) + ")";
  }
}

std::string Generator::regex_predicate() {
  std::string regex;
  for (std::size_t more = below(4); more > 0; --more) {
    regex += pick({"a", "b", ".", "é", "[ab]", "[^a]", "[0-9]", "(a|b1)", "(ab|A)"}) +
             pick({"", "", "*", "+", "{1,2}", "{2}"});
  }
  if (chance(4)) regex += (regex.empty() ? "b" : "|ab");
  return pick(kTextFields) + pick({" regex ", " regex~ "}) + quoted(regex);
}

std::string Generator::text_list() {
  std::string list = "(" + text();
  for (std::size_t more = below(3); more > 0; --more) list += ", " + text();
  return list + ")";
}

std::string Generator::text() {
  return quoted(pick(kWords));
}

std::string Generator::pattern() {
  std::string made;
  for (std::size_t more = below(6); more > 0; --more) made += pick(kPieces);
  return quoted(made);
}

Event Generator::event() {
  Event event;
  if (!chance(8)) event.add(Field::event_category, pick({"process", "file", "network"}));
  if (chance(4)) event.add(Field::event_category, "process");
  if (!chance(4)) event.set(Field::process_name, pick(kWords));
  if (!chance(4)) event.set(Field::user_id, pick(kWords));
  if (!chance(4)) event.set(Field::user_name, pick(kWords));
  if (!chance(4)) event.set(Field::process_pid, static_cast<std::int64_t>(below(5)) - 1);
  if (!chance(4)) event.set(Field::process_interactive, chance(2));
  if (!chance(4)) event.set(Field::timestamp, kDateValues[below(std::size(kDateValues))]);
  for (const Field field : {Field::process_args, Field::event_type}) {
    if (chance(4)) continue;
    Strings values;
    for (std::size_t more = below(4); more > 0; --more) values.push_back(pick(kWords));
    event.set(field, std::move(values));
  }
  return event;
}

}  // namespace ak::test
