#include "event/renamed_names.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ak {
namespace {

using Items = std::vector<PathItem>;

PathItem item(std::string nametype, std::string name, std::string inode) {
  PathItem made;
  made.has_name = name != "(null)";
  if (made.has_name) made.name = std::move(name);
  made.nametype = std::move(nametype);
  made.inode = std::move(inode);
  made.device = "fe:00";
  return made;
}

// "from>to=inode" of each.
std::string names(const Items& items) {
  std::string text;
  for (const RenamedName& name : renamed_names(items)) {
    text += text.empty() ? "" : " ";
    text += (name.from == nullptr ? "?" : name.from->name) + ">" + name.to->name + "=" +
            name.file->inode;
  }
  return text;
}

// 'o' for each DELETE and CREATE that is the old name, 'n' for the new.
std::string ages(const Items& items) {
  std::string text;
  for (const PathItem& each : items) {
    if (each.nametype != "PARENT") text += is_old_name(items, each) ? 'o' : 'n';
  }
  return text;
}

TEST(RenamedNames, OfARenameAndAnExchange) {
  const Items moved{item("DELETE", "a", "1"), item("CREATE", "b", "1")};
  EXPECT_EQ(names(moved), "a>b=1");
  EXPECT_EQ(ages(moved), "on");
  const Items over{item("DELETE", "a", "1"), item("DELETE", "b", "2"), item("CREATE", "b", "1")};
  EXPECT_EQ(names(over), "a>b=1");
  EXPECT_EQ(ages(over), "onn");
  const Items exchange{item("DELETE", "a", "1"), item("DELETE", "b", "2"), item("CREATE", "b", "1"),
                       item("CREATE", "a", "2")};
  EXPECT_EQ(names(exchange), "a>b=1 b>a=2");
  EXPECT_EQ(ages(exchange), "onno");
  EXPECT_EQ(names({item("CREATE", "b", "1")}), "?>b=1");
  EXPECT_EQ(names({item("DELETE", "a", "1")}), "");
}

// The kernel writes one item for two names that look alike, with the inode told last.
TEST(RenamedNames, OfNamesThatLookAlike) {
  const Items over{item("DELETE", "x/f", "2"), item("CREATE", "y/f", "1")};
  EXPECT_EQ(names(over), "x/f>y/f=1");
  EXPECT_EQ(ages(over), "on");
  // the old name alone is in the working directory: the exchange's last CREATE is not merged
  const Items exchange{item("DELETE", "f", "2"), item("CREATE", "/y/f", "1"),
                       item("CREATE", "f", "2")};
  EXPECT_EQ(names(exchange), "f>/y/f=1 /y/f>f=2");
  EXPECT_EQ(ages(exchange), "ono");
  // the new name alone is: it is
  const Items merged{item("DELETE", "/y/f", "1"), item("DELETE", "f", "2"),
                     item("CREATE", "f", "2")};
  EXPECT_EQ(names(merged), "/y/f>f=1 f>/y/f=2");
  EXPECT_EQ(ages(merged), "onn");
}

TEST(RenamedNames, ARenameToAFreeNameMayBeAnExchangeIfTheNamesLookAlike) {
  const auto may_be = [](const std::string& from, const std::string& to,
                         const std::string& inode = "1") {
    const Items items{item("DELETE", from, "1"), item("CREATE", to, inode)};
    return may_be_exchange({"", "", FileAct::Effect::renamed, false, items});
  };
  EXPECT_TRUE(may_be("f", "f"));
  EXPECT_TRUE(may_be("/x/f", "/y/f"));
  EXPECT_FALSE(may_be("/x/f", "/yy/f"));
  EXPECT_FALSE(may_be("/x/f", "/y/g"));
  EXPECT_FALSE(may_be("/x/f", "/y/f", "2"));
}

TEST(RenamedNames, WhatMayBeAnExchangeIsARenameByACallThatMayExchange) {
  const Items items{item("DELETE", "f", "1"), item("CREATE", "f", "1")};
  using Effect = FileAct::Effect;
  EXPECT_TRUE(may_be_exchange({"", "", Effect::renamed, false, items, true, true}));
  EXPECT_FALSE(may_be_exchange({"", "", Effect::renamed, false, items, true, false}));
  EXPECT_FALSE(may_be_exchange({"", "", Effect::renamed, false, items, false, true}));
  EXPECT_FALSE(may_be_exchange({"", "", Effect::failed, false, items, true, true}));
}

TEST(ShareName, GivesTheNameThatWasRecordedOnce) {
  Items items{item("PARENT", "/w", "10"), item("PARENT", "(null)", "20"),
              item("DELETE", "(null)", "1"), item("DELETE", "f", "2"), item("CREATE", "f", "1")};
  items.push_back(item("DELETE", "(null)", "7"));
  items.back().device = "fe:01";  // a layer's
  share_name(items);
  EXPECT_EQ(items[1].name, "/w");
  EXPECT_EQ(items[2].name, "f");
  EXPECT_TRUE(items[2].has_name && items[2].shares_name);
  EXPECT_FALSE(items[4].shares_name);
  EXPECT_FALSE(items[5].has_name);
  EXPECT_EQ(names(items), "f>f=1");
  EXPECT_EQ(ages({items.begin(), items.begin() + 5}), "onn");
  Items none{item("PARENT", "(null)", "10"), item("CREATE", "(null)", "1")};
  share_name(none);
  EXPECT_FALSE(none[1].has_name);
}

}  // namespace
}  // namespace ak
