// A process that is killed while it stores, and what the next one finds.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>

#include "store/backlog.h"
#include "store/folder.h"

namespace ak::store {
namespace {

using test::alert;

// The child: stores numbered alerts, and after each commit tells the number of the last one.
[[noreturn]] void store_without_end(const Backlog::Limits& limits, int tell) {
  Counters counters;
  Backlog backlog(limits, counters, [](const std::string&) {}, {});
  backlog.add_sink("a");
  auto number = static_cast<std::uint64_t>(backlog.last_seq());
  while (true) {
    std::vector<Message> batch;
    for (int i = 0; i < 3; ++i) {
      batch.push_back(alert("{\"n\":" + std::to_string(++number) + "}"));
      batch.back().sequence = number;
    }
    backlog.commit(std::move(batch), {});
    if (::write(tell, &number, sizeof number) != sizeof number) ::_exit(1);
  }
}

TEST(Crash, LosesNothingThatWasCommittedWhereverTheProcessIsKilled) {
  const test::Folder folder;
  Backlog::Limits limits;
  limits.store.directory = folder.file("store");
  std::uint64_t committed = 0;
  for (int round = 0; round < 20; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) store_without_end(limits, ends[1]);
    ASSERT_GT(child, 0);
    ::close(ends[1]);
    // Killed after a different number of commits each time, at whatever it is doing then.
    for (int i = 0; i <= 7 * round; ++i) {
      ASSERT_EQ(::read(ends[0], &committed, sizeof committed),
                static_cast<ssize_t>(sizeof committed));
    }
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    while (::read(ends[0], &committed, sizeof committed) == sizeof committed) {
    }
    ::close(ends[0]);

    Store store(limits.store);
    ASSERT_TRUE(store.open()) << store.problem();
    ASSERT_GE(store.last_sequence(), committed);
    std::vector<Row> rows;
    ASSERT_TRUE(store.read(0, 1000000, 1000000000, rows));
    ASSERT_EQ(rows.size(), store.last_sequence());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ASSERT_EQ(rows[i].message.json, "{\"n\":" + std::to_string(i + 1) + "}");
    }
  }
  EXPECT_GT(committed, 1000U);
}

}  // namespace
}  // namespace ak::store
