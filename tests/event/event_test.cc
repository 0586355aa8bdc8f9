#include "event/event.h"

#include <gtest/gtest.h>

namespace ak {
namespace {

TEST(Event, HasNothingAtFirst) {
  const Event event;
  EXPECT_EQ(event.find(Field::process_name), nullptr);
  EXPECT_EQ(event.string(Field::process_name), "");
  EXPECT_EQ(event.number(Field::process_pid), nullptr);
  EXPECT_EQ(event.strings(Field::process_args), nullptr);
  EXPECT_TRUE(event.fields().empty());
}

TEST(Event, HasWhatIsTheSameForAll) {
  const Event event;
  EXPECT_EQ(event.string(Field::data_stream_dataset), "auditd_manager.auditd");
}

TEST(Event, SetReplaces) {
  Event event;
  event.set(Field::process_name, std::string("bash"));
  event.set(Field::process_name, std::string("zsh"));
  EXPECT_EQ(event.string(Field::process_name), "zsh");
  EXPECT_EQ(event.fields().size(), 1U);
}

TEST(Event, AccessorsOfAnotherKindSeeNothing) {
  Event event;
  event.set(Field::process_pid, std::int64_t{7});
  event.set(Field::process_name, std::string("bash"));
  EXPECT_EQ(event.string(Field::process_pid), "");
  EXPECT_EQ(event.number(Field::process_name), nullptr);
  EXPECT_EQ(event.strings(Field::process_name), nullptr);
  ASSERT_NE(event.number(Field::process_pid), nullptr);
  EXPECT_EQ(*event.number(Field::process_pid), 7);
}

TEST(Event, EmptyTextStaysMissing) {
  Event event;
  event.set_nonempty(Field::user_name, "");
  EXPECT_EQ(event.find(Field::user_name), nullptr);
  event.set_nonempty(Field::user_name, "root");
  EXPECT_EQ(event.string(Field::user_name), "root");
}

TEST(Event, AddAppends) {
  Event event;
  event.add(Field::process_args, "ls");
  event.add(Field::process_args, "");
  ASSERT_NE(event.strings(Field::process_args), nullptr);
  EXPECT_EQ(*event.strings(Field::process_args), (Strings{"ls", ""}));
}

TEST(Event, FieldsComeInTheSchemasOrder) {
  Event event;
  event.set(Field::process_name, std::string("bash"));
  event.set(Field::event_id, std::string("1"));
  event.set(Field::process_pid, std::int64_t{7});
  const auto fields = event.fields();
  ASSERT_EQ(fields.size(), 3U);
  EXPECT_EQ(fields[0].first, Field::event_id);
  EXPECT_EQ(fields[1].first, Field::process_pid);
  EXPECT_EQ(fields[2].first, Field::process_name);
}

TEST(Event, EraseLeavesTheOthers) {
  Event event;
  event.set(Field::event_id, std::string("1"));
  event.set(Field::process_pid, std::int64_t{7});
  event.set(Field::process_name, std::string("bash"));
  event.erase(Field::event_id);
  event.erase(Field::event_id);
  EXPECT_EQ(event.find(Field::event_id), nullptr);
  EXPECT_EQ(*event.number(Field::process_pid), 7);
  EXPECT_EQ(event.string(Field::process_name), "bash");
  event.erase(Field::process_name);
  EXPECT_EQ(event.fields().size(), 1U);
  event.set(Field::event_id, std::string("2"));
  EXPECT_EQ(event.string(Field::event_id), "2");
}

TEST(Event, HoldsEveryFieldAtOnce) {
  Event event;
  for (std::size_t i = 0; i < kFieldCount; ++i)
    event.set(static_cast<Field>(i), static_cast<std::int64_t>(i));
  for (std::size_t i = 0; i < kFieldCount; ++i)
    EXPECT_EQ(*event.number(static_cast<Field>(i)), static_cast<std::int64_t>(i));
}

}  // namespace
}  // namespace ak
