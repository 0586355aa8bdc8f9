#include "support/ocsf_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <map>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace ak::test {
namespace {

struct Attribute {
  std::string requirement, type;
  bool is_array = false;
  std::vector<std::int64_t> one_of;  // empty: no closed list
};

struct Rules {
  std::map<std::string, Attribute> attributes;
  std::vector<std::string> at_least_one;
};

// By "class 2004" and "object file".
using Schema = std::map<std::string, Rules>;

Attribute read_attribute(std::istringstream& words) {
  Attribute attribute;
  words >> attribute.requirement >> attribute.type;
  if (const std::size_t brackets = attribute.type.find("[]"); brackets != std::string::npos) {
    attribute.is_array = true;
    attribute.type.resize(brackets);
  }
  std::string word;
  if (words >> word) {
    for (std::int64_t value = 0; words >> value;) attribute.one_of.push_back(value);
  }
  return attribute;
}

Schema read_schema() {
  std::ifstream file(AK_SOURCE_DIR "/tests/support/ocsf-1.3.0.txt");
  Schema schema;
  Rules* rules = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    if (line[0] != ' ') {
      rules = &schema[line];
      continue;
    }
    std::istringstream words(line);
    std::string name;
    words >> name;
    if (name == "at-least-one") {
      for (std::string word; words >> word;) rules->at_least_one.push_back(word);
    } else {
      rules->attributes[name] = read_attribute(words);
    }
  }
  if (schema.empty()) throw std::runtime_error("no OCSF rules");
  return schema;
}

const Schema& schema() {
  static const Schema read = read_schema();
  return read;
}

class Checker {
 public:
  void object(const JsonValue& value, const std::string& part, const std::string& at) {
    const auto rules = schema().find(part);
    const JsonValue::Object* members = value.object("");
    if (rules == schema().end()) return complain(at, "is a " + part + ", which we do not write");
    if (members == nullptr) return complain(at, "is no object");
    std::map<std::string, int> seen;
    for (const JsonMember& member : *members) {
      const std::string place = at + "." + member.key;
      if (++seen[member.key] > 1) complain(place, "stands there twice");
      const auto attribute = rules->second.attributes.find(member.key);
      if (attribute == rules->second.attributes.end()) {
        complain(place, "is no attribute of " + part);
      } else {
        check(member.value, attribute->second, place);
      }
    }
    for (const auto& [name, attribute] : rules->second.attributes) {
      if (attribute.requirement == "required" && seen.count(name) == 0) {
        complain(at + "." + name, "is required and missing");
      }
    }
    const auto& one = rules->second.at_least_one;
    if (!one.empty() && std::none_of(one.begin(), one.end(), [&](const std::string& name) {
          return seen.count(name) > 0;
        })) {
      complain(at, "has none of those of which one is required");
    }
  }

  std::vector<std::string> complaints;

 private:
  void complain(const std::string& at, const std::string& what) {
    complaints.push_back(at + " " + what);
  }

  void check(const JsonValue& value, const Attribute& attribute, const std::string& at) {
    if (!attribute.is_array) return single(value, attribute, at);
    const JsonValue::Array* elements = value.array("");
    if (elements == nullptr) return complain(at, "is no array");
    if (elements->empty()) complain(at, "is empty");
    for (std::size_t i = 0; i < elements->size(); ++i) {
      single((*elements)[i], attribute, fmt::format("{}[{}]", at, i));
    }
  }

  void single(const JsonValue& value, const Attribute& attribute, const std::string& at) {
    const std::string& type = attribute.type;
    if (type == "integer" || type == "long" || type == "timestamp" || type == "port") {
      number(value, attribute, at);
    } else if (type == "boolean") {
      if (!std::holds_alternative<bool>(value.data)) complain(at, "is no boolean");
    } else if (type == "json") {
      // any
    } else if (type == "object") {
      if (value.object("") == nullptr) complain(at, "is no object");
    } else if (!text(value, type, at)) {
      object(value, "object " + type, at);
    }
  }

  void number(const JsonValue& value, const Attribute& attribute, const std::string& at) {
    const auto* held = std::get_if<std::int64_t>(&value.data);
    if (held == nullptr) return complain(at, "is no number");
    if (attribute.type == "port" && (*held < 0 || *held > 65535)) complain(at, "is no port");
    if (attribute.type == "timestamp" && *held < 0) complain(at, "is before 1970");
    const auto& list = attribute.one_of;
    if (!list.empty() && std::find(list.begin(), list.end(), *held) == list.end()) {
      complain(at, fmt::format("is {}, which is not in its list", *held));
    }
  }

  // Whether `type` is one of text.
  bool text(const JsonValue& value, const std::string& type, const std::string& at) {
    static const std::map<std::string, std::size_t> kMaxCharacters = {
        {"string", 65535},   {"file_name", 65535}, {"process_name", 65535},
        {"username", 65535}, {"hostname", 65535},  {"url", 65535},
        {"ip", 40},          {"uuid", 36},
    };
    const auto max = kMaxCharacters.find(type);
    if (max == kMaxCharacters.end()) return false;
    const auto* held = std::get_if<std::string>(&value.data);
    if (held == nullptr) {
      complain(at, "is no text");
      return true;
    }
    const auto characters = std::count_if(held->begin(), held->end(),
                                          [](unsigned char c) { return (c & 0xC0) != 0x80; });
    if (static_cast<std::size_t>(characters) > max->second) complain(at, "is too long");
    static const std::regex kHostname(
        "([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?\\.)*[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?");
    static const std::regex kIp("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    if (type == "hostname" && !std::regex_match(*held, kHostname)) complain(at, "is no host name");
    if (type == "ip" && !std::regex_match(*held, kIp)) complain(at, "is no address");
    return true;
  }
};

}  // namespace

std::vector<std::string> ocsf_complaints(const JsonValue& document) {
  const std::int64_t* class_uid = document.number("class_uid");
  if (class_uid == nullptr) return {"no class_uid"};
  Checker checker;
  checker.object(document, fmt::format("class {}", *class_uid), "");
  const auto is = [&](std::string_view name, std::int64_t expected) {
    const std::int64_t* value = document.number(name);
    if (value == nullptr || *value != expected) {
      checker.complaints.push_back(fmt::format("{} is not {}", name, expected));
    }
  };
  is("category_uid", *class_uid / 1000);
  const std::int64_t* activity = document.number("activity_id");
  is("type_uid", *class_uid * 100 + (activity == nullptr ? 0 : *activity));
  if (document.string("metadata.version") != "1.3.0") {
    checker.complaints.emplace_back("metadata.version is not 1.3.0");
  }
  return checker.complaints;
}

}  // namespace ak::test
