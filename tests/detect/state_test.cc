// What sequences remember, saved and loaded: for the rules and fields that there are then.
#include <gtest/gtest.h>

#include <string>

#include "support/detect/sequence_run.h"

namespace ak::test {
namespace {

constexpr const char* kPair =
    "sequence by process.pid [any where process.name == \"a\"] [any where process.name == \"b\"]";
constexpr const char* kOther =
    "sequence by process.pid [any where process.name == \"a\"] [any where process.name == \"c\"]";

Event event(const std::string& name, TimeMs time) {
  Event event;
  event.set(Field::event_id, name);
  event.set(Field::process_name, name);
  event.set(Field::process_pid, std::int64_t{7});
  event.time = time;
  event.serial = 1;
  return event;
}

// What an engine of one rule has found of "b" and "c", having loaded what one of kPair had saved
// after "a".
std::size_t found_by(const std::string& query, const std::string& id) {
  Counters counters;
  std::size_t found = 0;
  detect::Engine before(counters, [](const auto&) {});
  before.set_rules(rules_of(kPair));
  before.add(event("a", 1000));
  before.add(event("x", 9000));  // the first is in order now
  ByteWriter saved;
  write(before.save(), saved);

  detect::Engine after(counters, [&](const auto&) { ++found; });
  after.set_rules(rules_of(query, id));
  ByteReader in(saved.bytes());
  EXPECT_TRUE(after.load(in));
  EXPECT_TRUE(in.at_end());
  after.add(event("b", 9001));
  after.add(event("c", 9001));
  after.finish();
  return found;
}

TEST(SavedSequences, GoOnInTheRuleOfTheSameIdAndQuery) {
  EXPECT_EQ(found_by(kPair, "rule"), 1U);
}

TEST(SavedSequences, AreDroppedWhenTheRuleHasAnotherQueryOrIsGone) {
  EXPECT_EQ(found_by(kOther, "rule"), 0U);
  EXPECT_EQ(found_by(kPair, "another"), 0U);
  EXPECT_EQ(found_by("any where process.name == \"x\"", "rule"), 0U);
}

TEST(SavedSequences, FieldsAreKnownByTheirNames) {
  ByteWriter out;
  out.number(3);
  out.text("process.name");
  out.text("no.such.field");
  out.text("process.pid");
  out.number(1);  // event
  out.integer(1000);
  out.number(9);
  out.boolean(true);
  out.number(3);  // fields
  out.number(0);
  out.number(2), out.text("sh");
  out.number(1);
  out.number(2), out.text("dropped");
  out.number(2);
  out.number(2), out.text("a pid is a number");
  out.number(0);
  ByteReader in(out.bytes());
  detect::EventList events;
  ASSERT_TRUE(events.load(in));
  const detect::EventPtr event = events.read(in);
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->string(Field::process_name), "sh");
  EXPECT_EQ(event->fields().size(), 1U);
  EXPECT_EQ(event->serial, 9U);
  EXPECT_TRUE(event->partial);
}

TEST(SavedSequences, AnyDamageIsToldOrIsAnotherStateAndNeverMore) {
  Counters counters;
  detect::Engine before(counters, [](const auto&) {});
  before.set_rules(rules_of(kPair));
  before.add(event("a", 1000));
  before.add(event("a", 5000));
  ByteWriter saved;
  write(before.save(), saved);
  for (std::size_t size = 0; size < saved.bytes().size(); ++size) {
    detect::Engine after(counters, [](const auto&) {});
    after.set_rules(rules_of(kPair));
    ByteReader in(std::string_view(saved.bytes()).substr(0, size));
    EXPECT_FALSE(after.load(in)) << size;
    EXPECT_FALSE(after.is_waiting()) << size;
  }
}

}  // namespace
}  // namespace ak::test
