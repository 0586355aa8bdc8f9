#include "store/store.h"

#include <gtest/gtest.h>

#include <fstream>

#include "store/folder.h"

namespace ak::store {
namespace {

using test::alert;
using test::mode_of;
using test::shown;

class StoreTest : public testing::Test {
 protected:
  StoreTest() { options_.directory = folder_.file("store"); }

  // Writes the rows, numbered from `first`, with these places of sinks.
  std::vector<RowHead> write(Store& store, std::int64_t first, std::vector<Message> messages,
                             const Store::Cursors& cursors = {{"a", 0}},
                             std::int64_t elapsed_ms = 0) {
    std::deque<Row> rows;
    for (Message& message : messages) rows.push_back({first++, std::move(message)});
    std::int64_t taken = first - 1;
    for (const auto& [sink, seq] : cursors) taken = std::min(taken, seq);
    std::vector<RowHead> dropped;
    EXPECT_TRUE(store.write({&rows, cursors, taken, elapsed_ms}, dropped)) << store.problem();
    return dropped;
  }

  static std::string all(Store& store, std::int64_t after = 0) {
    std::vector<Row> rows;
    EXPECT_TRUE(store.read(after, 1000, 1000000, rows)) << store.problem();
    return shown(rows);
  }

  test::Folder folder_;
  Options options_;
};

TEST_F(StoreTest, KeepsEverythingOfAMessageOverARestart) {
  Message message = alert("{\"a\":1}", 1795354251123);
  message.severity = detect::RuleSeverity::critical;
  message.sequence = 77;
  {
    Store store(options_);
    ASSERT_TRUE(store.open()) << store.problem();
    write(store, 5, {message});
  }
  Store store(options_);
  ASSERT_TRUE(store.open()) << store.problem();
  EXPECT_EQ(store.last_seq(), 5);
  EXPECT_EQ(store.last_sequence(), 77U);
  EXPECT_EQ(store.rows(), 1U);
  EXPECT_EQ(store.bytes(), message.json.size());
  EXPECT_EQ(store.cursors(), (Store::Cursors{{"a", 0}}));
  std::vector<Row> rows;
  ASSERT_TRUE(store.read(0, 10, 1000, rows));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].seq, 5);
  EXPECT_EQ(rows[0].message.json, message.json);
  EXPECT_EQ(rows[0].message.severity, detect::RuleSeverity::critical);
  EXPECT_EQ(rows[0].message.rule_id, "rule");
  EXPECT_EQ(rows[0].message.event_id, message.event_id);
  EXPECT_EQ(rows[0].message.created, 1795354251123);
  EXPECT_EQ(rows[0].message.kind, MessageKind::alert);
  EXPECT_EQ(rows[0].message.sequence, 77U);
}

TEST_F(StoreTest, ReadsInOrderFromAPlaceAndNoMoreThanAskedFor) {
  Store store(options_);
  ASSERT_TRUE(store.open());
  write(store, 1, {alert("aa"), alert("bb"), alert("cc"), alert("dd")});
  EXPECT_EQ(all(store), "1=aa 2=bb 3=cc 4=dd");
  EXPECT_EQ(all(store, 2), "3=cc 4=dd");
  EXPECT_EQ(all(store, 4), "");
  std::vector<Row> rows;
  ASSERT_TRUE(store.read(0, 2, 1000, rows));
  EXPECT_EQ(shown(rows), "1=aa 2=bb");
  rows.clear();
  ASSERT_TRUE(store.read(0, 10, 3, rows));
  EXPECT_EQ(shown(rows), "1=aa 2=bb");  // the second is the one with which 3 bytes are full
}

TEST_F(StoreTest, ForgetsWhatEverySinkHasTakenAndNothingElse) {
  Store store(options_);
  ASSERT_TRUE(store.open());
  write(store, 1, {alert("x"), alert("y"), alert("z")}, {{"a", 0}, {"b", 0}});
  write(store, 4, {}, {{"a", 3}, {"b", 1}});
  EXPECT_EQ(all(store), "2=y 3=z");
  EXPECT_EQ(store.rows(), 2U);
  EXPECT_EQ(store.bytes(), 2U);
  write(store, 4, {}, {{"a", 3}});  // the other sink is no more
  EXPECT_EQ(all(store), "");
  EXPECT_EQ(store.rows(), 0U);
  EXPECT_EQ(store.last_seq(), 3);  // the numbers go on
}

TEST_F(StoreTest, KeepsAsManyMessagesAsItsLimitAndDropsTheOldestBeyond) {
  options_.max_alerts = 3;
  Store store(options_);
  ASSERT_TRUE(store.open());
  EXPECT_EQ(shown(write(store, 1, {alert("a"), alert("b"), alert("c")})), "");
  EXPECT_EQ(shown(write(store, 4, {alert("d"), alert("e")})), "1 2");
  EXPECT_EQ(all(store), "3=c 4=d 5=e");
}

TEST_F(StoreTest, KeepsAsManyBytesAsItsLimitAndDropsTheOldestBeyond) {
  options_.max_bytes = 10;
  Store store(options_);
  ASSERT_TRUE(store.open());
  EXPECT_EQ(shown(write(store, 1, {alert("aaaaa"), alert("bbbbb")})), "");
  EXPECT_EQ(shown(write(store, 3, {alert("c")})), "1");
  EXPECT_EQ(all(store), "2=bbbbb 3=c");
  EXPECT_EQ(shown(write(store, 4, {alert("01234567890")})), "2 3 4");  // more than all
}

TEST_F(StoreTest, KeepsMessagesUpToAnAgeAndDropsThoseBeyond) {
  options_.max_age_ms = 100;
  const Store::Cursors none_taken = {{"a", 0}};
  {
    Store store(options_);
    ASSERT_TRUE(store.open());
    EXPECT_EQ(shown(write(store, 1, {alert("a")}, none_taken, 1000)), "");
    EXPECT_EQ(shown(write(store, 2, {alert("b")}, none_taken, 60)), "");
  }
  Store store(options_);  // the age goes on
  ASSERT_TRUE(store.open());
  EXPECT_EQ(shown(write(store, 3, {alert("c")}, none_taken, 40)), "");
  EXPECT_EQ(shown(write(store, 4, {alert("d")}, none_taken, 1)), "1");
  EXPECT_EQ(all(store), "2=b 3=c 4=d");
}

TEST_F(StoreTest, TakesNoAgeFromAHostsClockThatIsSet) {
  options_.max_age_ms = 100;
  Store store(options_);
  ASSERT_TRUE(store.open());
  const TimeMs future = 4000000000000;
  EXPECT_EQ(shown(write(store, 1, {alert("a", 0), alert("b", future), alert("c", 0)})), "");
  EXPECT_EQ(all(store), "1=a 2=b 3=c");
  EXPECT_EQ(store.recent().size(), 3U);
}

TEST_F(StoreTest, KeepsOnlyTheNewestOfATopic) {
  Store store(options_);
  ASSERT_TRUE(store.open());
  Message beat = alert("beat-1");
  beat.kind = MessageKind::heartbeat;
  Message notice = alert("notice-1");
  notice.kind = MessageKind::notice;
  notice.topic = "losses";
  write(store, 1, {beat, alert("x"), notice});
  beat.json = "beat-2";
  notice.json = "notice-2";
  write(store, 4, {beat, notice, alert("y")});
  EXPECT_EQ(all(store), "2=x 4=beat-2 5=notice-2 6=y");
  EXPECT_EQ(store.rows(), 4U);
  EXPECT_EQ(store.bytes(), 2U + 6 + 8);
}

TEST_F(StoreTest, RemembersAlertsForAWhileAfterTheirDelivery) {
  Store store(options_);
  ASSERT_TRUE(store.open());
  EXPECT_TRUE(store.recent().empty());
  Message notice = alert("notice");
  notice.kind = MessageKind::notice;
  write(store, 1, {alert("1"), notice}, {{"a", 2}});
  write(store, 3, {alert("2")}, {{"a", 3}}, limits::kRecentAlertsMs);
  EXPECT_EQ(store.rows(), 0U);
  EXPECT_EQ(store.recent(), (std::vector<AlertId>{{"event-1", "rule"}, {"event-2", "rule"}}));
  write(store, 4, {alert("3")}, {{"a", 4}}, 1);
  EXPECT_EQ(store.recent(), (std::vector<AlertId>{{"event-2", "rule"}, {"event-3", "rule"}}));
}

TEST_F(StoreTest, RemembersNoMoreAlertsThanItsCap) {
  Store store(options_);
  ASSERT_TRUE(store.open());
  std::vector<Message> many;
  for (std::size_t i = 0; i <= limits::kMaxRecentAlerts; ++i)
    many.push_back(alert(std::to_string(i)));
  write(store, 1, many, {});
  const std::vector<AlertId> recent = store.recent();
  ASSERT_EQ(recent.size(), limits::kMaxRecentAlerts);
  EXPECT_EQ(recent.front().first, "event-1");  // the very first is forgotten
}

TEST_F(StoreTest, IsReadableByItsOwnerAlone) {
  const mode_t old = ::umask(0);
  Store store(options_);
  ASSERT_TRUE(store.open());
  write(store, 1, {alert("x")});
  ::umask(old);
  EXPECT_EQ(mode_of(options_.directory), 0700U);
  EXPECT_EQ(mode_of(store.path()), 0600U);
  EXPECT_EQ(mode_of(store.path() + "-wal"), 0600U);
}

TEST_F(StoreTest, RefusesADirectoryThatOthersCanWriteInto) {
  ASSERT_EQ(::mkdir(options_.directory.c_str(), 0700), 0);
  ASSERT_EQ(::chmod(options_.directory.c_str(), 0770), 0);
  Store store(options_);
  EXPECT_FALSE(store.open());
  EXPECT_EQ(store.trouble(), Trouble::refused);
  EXPECT_EQ(store.problem(), options_.directory + " can be written by others");
}

TEST_F(StoreTest, RefusesWhatIsNoDirectoryAndAFileThatIsALink) {
  std::ofstream(options_.directory) << "x";
  Store store(options_);
  EXPECT_FALSE(store.open());
  EXPECT_EQ(store.trouble(), Trouble::refused);
  ASSERT_EQ(::unlink(options_.directory.c_str()), 0);
  ASSERT_EQ(::mkdir(options_.directory.c_str(), 0700), 0);
  std::ofstream(folder_.file("elsewhere")) << "";
  ASSERT_EQ(::symlink(folder_.file("elsewhere").c_str(), store.path().c_str()), 0);
  EXPECT_FALSE(store.open());
  EXPECT_EQ(store.trouble(), Trouble::refused);
  EXPECT_EQ(std::filesystem::file_size(folder_.file("elsewhere")), 0U);
}

TEST_F(StoreTest, LetsNobodyElseHaveTheFile) {
  Store first(options_);
  ASSERT_TRUE(first.open());
  Store second(options_);
  EXPECT_FALSE(second.open());
  EXPECT_EQ(second.trouble(), Trouble::busy);
  first.close();
  EXPECT_TRUE(second.open());
}

TEST_F(StoreTest, KnowsADamagedFileAndOneOfAnotherVersion) {
  ASSERT_EQ(::mkdir(options_.directory.c_str(), 0700), 0);
  Store store(options_);
  std::ofstream(store.path()) << "this is no database, but long enough to be looked at as one "
                              << std::string(5000, 'x');
  EXPECT_FALSE(store.open());
  EXPECT_EQ(store.trouble(), Trouble::damaged);
  ASSERT_TRUE(store.set_aside());
  EXPECT_TRUE(std::filesystem::exists(store.path() + ".damaged"));

  ASSERT_TRUE(store.open());
  store.close();
  Database database;
  ASSERT_TRUE(database.open(store.path()));
  ASSERT_TRUE(database.run("PRAGMA user_version = 2"));
  database.close();
  EXPECT_FALSE(store.open());
  EXPECT_EQ(store.trouble(), Trouble::damaged);
  EXPECT_EQ(store.problem(), "it has version 2, not 1");
}

TEST_F(StoreTest, KeepsItsLogAndItsFileSmall) {
  Store store(options_);
  ASSERT_TRUE(store.open());
  Message large = alert(std::string(4000, 'x'));
  large.event_id = "e";
  std::int64_t seq = 0;
  const auto size = [](const std::string& path) { return std::filesystem::file_size(path); };
  std::uintmax_t log = 0;
  for (int round = 0; round < 20; ++round) {
    std::vector<Message> many(500, large);
    write(store, seq + 1, many, {{"a", seq}});
    seq += 500;
    log = std::max(log, size(store.path() + "-wal"));
  }
  EXPECT_LT(log, 3 * limits::kMaxStoreLogBytes);
  write(store, seq + 1, {}, {{"a", seq}});
  for (int i = 0; i < 200; ++i) write(store, ++seq, {alert("x")}, {{"a", seq - 1}});
  ASSERT_TRUE(store.flush());
  // 40 MB went through, 4 MB at a time.
  EXPECT_LT(size(store.path()), 3U << 20);
  EXPECT_LE(size(store.path() + "-wal"), limits::kMaxStoreLogBytes + 8192);
}

TEST_F(StoreTest, WritesAllOrNothingWhenTheFileIsFull) {
  options_.max_file_bytes = 256 * 1024;
  Store store(options_);
  ASSERT_TRUE(store.open());
  write(store, 1, {alert("x")});
  std::deque<Row> rows;
  for (std::int64_t seq = 2; seq < 100; ++seq) rows.push_back({seq, alert(std::string(4000, 'y'))});
  std::vector<RowHead> dropped;
  EXPECT_FALSE(store.write({&rows, {{"a", 1}}, 1}, dropped));
  EXPECT_EQ(store.trouble(), Trouble::full);
  EXPECT_EQ(all(store), "1=x");
  EXPECT_EQ(store.rows(), 1U);
  EXPECT_EQ(store.last_seq(), 1);
  rows.resize(10);
  EXPECT_TRUE(store.write({&rows, {{"a", 1}}, 1}, dropped)) << store.problem();
  EXPECT_EQ(store.rows(), 10U);
}

}  // namespace
}  // namespace ak::store
