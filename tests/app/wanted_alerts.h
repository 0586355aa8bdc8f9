// The alerts that an .expect file of tests/data/fidelity asks for (tests/data/README.md), and those
// that came.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/recordings.h"

namespace ak::test {

struct Wanted {
  enum class Kind { always, with_identities, at_will };

  Kind kind = Kind::always;
  std::string line;
  std::vector<std::pair<std::string, std::string>> fields;
  // Those that it has for a reader who was shown /proc.
  std::vector<std::pair<std::string, std::string>> shown;
};

inline std::vector<Wanted> read_wanted(const std::string& text) {
  std::vector<Wanted> wanted;
  for (const std::string& line : split_lines(text)) {
    if (line.rfind("+ ", 0) == 0 || line.rfind("% ", 0) == 0) {
      const std::size_t space = line.find(' ', 2);
      auto& fields = line[0] == '+' ? wanted.back().fields : wanted.back().shown;
      fields.emplace_back(line.substr(2, space - 2), line.substr(space + 1));
    } else if (line.rfind("@ ", 0) == 0) {
      wanted.push_back({Wanted::Kind::with_identities, line.substr(2), {}, {}});
    } else if (line.rfind("~ ", 0) == 0) {
      wanted.push_back({Wanted::Kind::at_will, line.substr(2), {}, {}});
    } else if (!line.empty()) {
      wanted.push_back({Wanted::Kind::always, line, {}, {}});
    }
  }
  return wanted;
}

struct Raised {
  std::string host;
  std::string event;  // event.id
  std::string line;
  std::map<std::string, std::string> fields;  // those of one text
};

inline Raised raised_of(const alert::Alert& alert) {
  Raised one;
  one.host = alert.event.string(Field::host_name);
  one.event = alert.event.string(Field::event_id);
  one.line = expect_line(alert);
  for (const auto& [field, value] : alert.event.fields()) {
    one.fields[std::string(field_info(field).name)] = alert.event.string(field);
  }
  return one;
}

inline bool describes(const Wanted& wanted, const Raised& raised) {
  return fits(raised.line, wanted.line) &&
         std::all_of(wanted.fields.begin(), wanted.fields.end(), [&](const auto& field) {
           const auto found = raised.fields.find(field.first);
           return found != raised.fields.end() && fits(found->second, field.second);
         });
}

}  // namespace ak::test
