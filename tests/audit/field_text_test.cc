#include "audit/field_text.h"

#include <gtest/gtest.h>

#include <string>

namespace ak::audit {
namespace {

TEST(FieldText, KnowsTextAndIds) {
  EXPECT_EQ(kind_of("name"), FieldKind::text);
  EXPECT_EQ(kind_of("new-chardev"), FieldKind::text);
  EXPECT_EQ(kind_of("proctitle"), FieldKind::title);
  EXPECT_EQ(kind_of("auid"), FieldKind::id);
  EXPECT_EQ(kind_of("fsgid"), FieldKind::id);
  EXPECT_EQ(kind_of("saddr"), FieldKind::plain);
  for (const char* other : {"", "a0", "pid", "nametype", "Name", "names", "a field of no record"}) {
    EXPECT_EQ(kind_of(other), FieldKind::plain) << other;
  }
}

TEST(FieldText, Decodes) {
  const struct {
    const char* value;
    std::string text;
  } cases[] = {
      {"\"a b\"", "a b"},   {"\"\"", ""},
      {"\"", ""},           {"\"cut", "cut"},
      {"6120", "a "},       {"61202", "a "},
      {"6", "6"},           {"", ""},
      {"6x", "6x"},         {"root", "root"},
      {"abcd", "abcd"},     {"ABCD", "\xab\xcd"},
      {"(none)", "(none)"}, {"0061", std::string("\0a", 2)},
  };
  for (const auto& c : cases) EXPECT_EQ(decode_text(c.value), c.text) << c.value;
}

TEST(EnrichedNames, FindsWhatTheRecordSays) {
  EnrichedNames names;
  names.read("ARCH=x86_64 SYSCALL=openat AUID=\"unset\" noise UID=\"a=b\" OLD-AUID=6120 =x");
  EXPECT_EQ(names.find("syscall"), "openat");
  EXPECT_EQ(names.find("auid"), "unset");
  EXPECT_EQ(names.find("uid"), "a=b");
  EXPECT_EQ(names.find("old-auid"), "a ");
  EXPECT_EQ(names.find("gid"), std::nullopt);
  names.read("");
  EXPECT_EQ(names.find("uid"), std::nullopt);
}

TEST(EnrichedNames, MayHaveSpacesInQuotes) {
  EnrichedNames names;
  names.read("AUID=\"jane doe\" GID=\"domain users\" UID=\"root\"");
  EXPECT_EQ(names.find("auid"), "jane doe");
  EXPECT_EQ(names.find("gid"), "domain users");
  EXPECT_EQ(names.find("uid"), "root");
  names.read("AUID=\"jane GID=\"users\"");  // a quote is missing
  EXPECT_EQ(names.find("gid"), "users");
}

// Quadratic, it would take minutes.
TEST(EnrichedNames, ManyWordsWithoutANameTakeLinearTime) {
  const std::string text =
      std::string(1'000'000, ' ') + std::string(1'000'000, '=') + " UID=\"eve\"";
  EnrichedNames names;
  names.read(text);
  EXPECT_EQ(names.find("uid"), "eve");
}

TEST(EnrichedNames, KeepsTheCap) {
  std::string text;
  for (std::size_t i = 1; i < limits::kMaxEnrichedNames; ++i) text += "X=\"y\" ";
  EnrichedNames names;
  const std::string at_cap = text + "UID=\"root\" GID=\"root\"";
  names.read(at_cap);
  EXPECT_EQ(names.find("uid"), "root");
  EXPECT_EQ(names.find("gid"), std::nullopt);
}

}  // namespace
}  // namespace ak::audit
