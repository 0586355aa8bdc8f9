#include "support/cef_rules.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/text.h"

namespace ak::test {
namespace {

enum class Type { text, integer, number, time, ipv4, ipv6 };

struct Key {
  Type type;
  std::size_t max_characters = 0;  // of a text
};

// The extension dictionary's keys for those who produce events, as far as a host's agent could use
// them. An integer has four bytes, a number eight.
const std::map<std::string, Key>& dictionary() {
  static const std::map<std::string, Key> keys = [] {
    std::map<std::string, Key> all = {
        {"act", {Type::text, 63}},
        {"app", {Type::text, 31}},
        {"cat", {Type::text, 1023}},
        {"cnt", {Type::integer}},
        {"deviceDirection", {Type::integer}},
        {"deviceExternalId", {Type::text, 255}},
        {"deviceFacility", {Type::text, 1023}},
        {"deviceProcessName", {Type::text, 1023}},
        {"dhost", {Type::text, 1023}},
        {"dpid", {Type::integer}},
        {"dpriv", {Type::text, 1023}},
        {"dproc", {Type::text, 1023}},
        {"dpt", {Type::integer}},
        {"dst", {Type::ipv4}},
        {"duid", {Type::text, 1023}},
        {"duser", {Type::text, 1023}},
        {"dvc", {Type::ipv4}},
        {"dvchost", {Type::text, 100}},
        {"dvcpid", {Type::integer}},
        {"end", {Type::time}},
        {"externalId", {Type::text, 40}},
        {"fileHash", {Type::text, 255}},
        {"fileId", {Type::text, 1023}},
        {"filePath", {Type::text, 1023}},
        {"filePermission", {Type::text, 1023}},
        {"fileType", {Type::text, 1023}},
        {"fname", {Type::text, 1023}},
        {"fsize", {Type::integer}},
        {"msg", {Type::text, 1023}},
        {"oldFileId", {Type::text, 1023}},
        {"oldFileName", {Type::text, 1023}},
        {"oldFilePath", {Type::text, 1023}},
        {"outcome", {Type::text, 63}},
        {"proto", {Type::text, 31}},
        {"reason", {Type::text, 1023}},
        {"request", {Type::text, 1023}},
        {"rt", {Type::time}},
        {"shost", {Type::text, 1023}},
        {"spid", {Type::integer}},
        {"spriv", {Type::text, 1023}},
        {"sproc", {Type::text, 1023}},
        {"spt", {Type::integer}},
        {"src", {Type::ipv4}},
        {"start", {Type::time}},
        {"suid", {Type::text, 1023}},
        {"suser", {Type::text, 1023}},
    };
    for (int i = 1; i <= 6; ++i) {
      all[fmt::format("cs{}", i)] = {Type::text, 4000};
      all[fmt::format("cs{}Label", i)] = {Type::text, 1023};
    }
    for (int i = 1; i <= 3; ++i) {
      all[fmt::format("cn{}", i)] = {Type::number};
      all[fmt::format("cn{}Label", i)] = {Type::text, 1023};
    }
    for (int i = 1; i <= 4; ++i) {
      all[fmt::format("c6a{}", i)] = {Type::ipv6};
      all[fmt::format("c6a{}Label", i)] = {Type::text, 1023};
    }
    return all;
  }();
  return keys;
}

// Keys of a vendor's own begin with its name, and are of letters and digits.
constexpr std::string_view kVendorPrefix = "audispkube";
constexpr std::size_t kMaxCustomKey = 1023;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

bool is_address(int family, const std::string& text) {
  in6_addr unused;
  return ::inet_pton(family, text.c_str(), &unused) == 1;
}

class Reader {
 public:
  explicit Reader(std::string_view line) : line_(line) {}

  CefEvent read() {
    check_bytes();
    constexpr std::string_view kBegin = "CEF:0|";
    if (line_.substr(0, kBegin.size()) != kBegin) complain("does not begin with CEF:0|");
    std::size_t at = kBegin.size();
    for (int i = 0; i < 6; ++i) at = header_field(at);
    check_header();
    extension(line_.substr(std::min(at, line_.size())));
    for (const auto& [key, value] : event_.extension) check_value(key, value);
    check_labels();
    return std::move(event_);
  }

 private:
  void complain(std::string what) { event_.complaints.push_back(std::move(what)); }

  void check_bytes() {
    if (to_utf8(line_) != line_) complain("is not UTF-8");
    for (const unsigned char c : line_) {
      if (c < 0x20 || c == 0x7F) return complain("has a control character");
    }
  }

  std::size_t header_field(std::size_t at) {
    std::string field;
    for (; at < line_.size() && line_[at] != '|'; ++at) {
      if (line_[at] == '\\') {
        ++at;
        if (at == line_.size() || (line_[at] != '\\' && line_[at] != '|')) {
          complain("a wrong escape in the header");
          break;
        }
      }
      field.push_back(line_[at]);
    }
    if (at >= line_.size()) complain("the header ends early");
    event_.header.push_back(std::move(field));
    return at + 1;
  }

  void check_header() {
    constexpr std::size_t kMost[] = {63, 63, 31, 1023, 512};
    for (std::size_t i = 0; i < 5; ++i) {
      if (event_.header[i].empty()) complain(fmt::format("header field {} is empty", i));
      if (characters(event_.header[i]) > kMost[i]) {
        complain(fmt::format("header field {} is too long", i));
      }
    }
    const std::optional<std::int64_t> severity = parse_int(event_.header[5]);
    if (!severity || *severity < 0 || *severity > 10) complain("the severity is not 0 to 10");
  }

  // Splits where a key is; what stands between is a value with its escapes.
  void extension(std::string_view text) {
    std::string key, value;
    std::size_t word = 0;  // where in `value` the last word begins
    const auto end_value = [&](std::string taken) {
      if (key.empty()) return;
      if (!event_.extension.emplace(key, std::move(taken)).second)
        complain(key + " is there twice");
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (c == '\\') {
        ++i;
        const char escaped = i < text.size() ? text[i] : '\0';
        if (escaped == 'n' || escaped == 'r') {
          value.push_back(escaped == 'n' ? '\n' : '\r');
        } else if (escaped == '\\' || escaped == '=') {
          value.push_back(escaped);
        } else {
          return complain("a wrong escape in the extension");
        }
      } else if (c == '=') {
        end_value(value.substr(0, word == 0 ? 0 : word - 1));
        key = value.substr(word);
        value.clear();
        word = 0;
        if (key.empty()) return complain("a value without a key");
        continue;
      } else {
        value.push_back(c);
        if (c == ' ') word = value.size();
      }
    }
    end_value(value);
    if (!value.empty() && value.back() == ' ') complain("the last value ends in a space");
  }

  void check_value(const std::string& key, const std::string& value) {
    const auto known = dictionary().find(key);
    if (known == dictionary().end()) {
      const bool ours = key.rfind(kVendorPrefix, 0) == 0 &&
                        std::all_of(key.begin(), key.end(), [](unsigned char c) {
                          return std::isalnum(c) != 0 && c < 0x80;
                        });
      if (!ours) complain(key + " is no key of the dictionary");
      if (characters(value) > kMaxCustomKey) complain(key + " is too long");
      return;
    }
    const std::optional<std::int64_t> number = parse_int(value);
    bool valid = true;
    switch (known->second.type) {
      case Type::text:
        valid = !value.empty() && characters(value) <= known->second.max_characters;
        break;
      case Type::integer:
        valid = number && *number >= 0 && *number <= INT32_MAX;
        break;
      case Type::number:
        valid = number.has_value();
        break;
      case Type::time:
        valid = number && *number >= 0;
        break;
      case Type::ipv4:
        valid = is_address(AF_INET, value);
        break;
      case Type::ipv6:
        valid = is_address(AF_INET6, value);
        break;
    }
    if (!valid) complain(key + " has a value that it may not have: " + value.substr(0, 100));
    if ((key == "spt" || key == "dpt") && number && *number > 65535) complain(key + " is no port");
  }

  // A custom field and its label come together.
  void check_labels() {
    for (const auto& [key, value] : event_.extension) {
      const bool custom =
          key.size() >= 3 && std::isdigit(static_cast<unsigned char>(key.back())) &&
          (key.rfind("cs", 0) == 0 || key.rfind("cn", 0) == 0 || key.rfind("c6a", 0) == 0);
      if (custom && event_.extension.count(key + "Label") == 0) complain(key + " has no label");
      constexpr std::string_view kLabel = "Label";
      if (key.size() > kLabel.size() && key.substr(key.size() - kLabel.size()) == kLabel &&
          event_.extension.count(key.substr(0, key.size() - kLabel.size())) == 0) {
        complain(key + " labels nothing");
      }
    }
  }

  std::string_view line_;
  CefEvent event_;
};

}  // namespace

CefEvent read_cef(std::string_view line) {
  return Reader(line).read();
}

}  // namespace ak::test
