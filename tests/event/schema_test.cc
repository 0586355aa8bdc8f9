#include "event/schema.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/text.h"

namespace ak {
namespace {

TEST(Schema, FindsEveryFieldByItsOwnName) {
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    EXPECT_EQ(find_field(field_info(field).name), field) << field_info(field).name;
  }
}

TEST(Schema, NamesAreUnique) {
  const std::set<std::string_view> names(field_names().begin(), field_names().end());
  EXPECT_EQ(names.size(), kFieldCount);
}

TEST(Schema, ConstantsDescribeTheirField) {
  EXPECT_EQ(field_info(Field::process_args).name, "process.args");
  EXPECT_TRUE(field_info(Field::process_args).many);
  EXPECT_EQ(field_info(Field::process_pid).type, FieldType::number);
  EXPECT_FALSE(field_info(Field::process_pid).many);
  EXPECT_EQ(field_info(Field::timestamp).type, FieldType::date);
  EXPECT_EQ(field_info(Field::destination_ip).type, FieldType::ip);
}

TEST(Schema, FindsAFieldByWhatOthersCallIt) {
  EXPECT_EQ(find_field("process.real_user.id"), Field::user_id);
  EXPECT_EQ(find_field("user.Ext.real.id"), Field::user_id);
  EXPECT_EQ(find_field("process.user.id"), Field::user_effective_id);
  EXPECT_EQ(find_field("group.Ext.real.id"), Field::group_id);
  EXPECT_EQ(find_field("process.group.id"), Field::process_group_id);
  EXPECT_FALSE(is_never_present("process.user.id"));
  EXPECT_TRUE(is_never_present("process.user.email"));
}

TEST(Schema, KnowsNoFieldByAnotherName) {
  for (const std::string_view name :
       {"", "process", "process.nme", "Process.name", "process.name "})
    EXPECT_FALSE(find_field(name).has_value()) << name;
}

TEST(Schema, NoFieldIsBothSuppliedAndNeverPresent) {
  for (const std::string_view name : field_names()) EXPECT_FALSE(is_never_present(name)) << name;
}

TEST(Schema, KnowsWhatAuditdCanNeverSupply) {
  for (const std::string_view name :
       {"process.hash.sha256", "process.parent.code_signature.trusted", "dns.question.name",
        "user.domain", "process.Ext.relative_file_creation_time", "cloud.instance.id",
        "related.user", "destination.nat.ip", "process.entry_leader.same_as_process"})
    EXPECT_TRUE(is_never_present(name)) << name;
}

TEST(Schema, SubtreeOfTheNeverPresentNeedsAWholeComponent) {
  for (const std::string_view name :
       {"dns", "dns.", "dnsx.name", "cloudy.id", "user.domains", "dns.a\nb"})
    EXPECT_FALSE(is_never_present(name)) << name;
}

TEST(Schema, CategoriesAreThoseOfEcsAndAttempt) {
  for (const std::string_view name : {"process", "file", "network", "driver", "iam", "attempt"})
    EXPECT_TRUE(is_category(name)) << name;
  for (const std::string_view name : {"any", "Process", "proces", ""})
    EXPECT_FALSE(is_category(name)) << name;
}

TEST(Schema, EveryTypeHasAName) {
  std::set<std::string_view> names;
  for (const FieldType type :
       {FieldType::keyword, FieldType::number, FieldType::boolean, FieldType::ip, FieldType::date})
    names.insert(type_name(type));
  EXPECT_EQ(names.size(), 5U);
  EXPECT_EQ(names.count(""), 0U);
}

TEST(Schema, FieldNamesServeSuggestions) {
  EXPECT_EQ(nearest("process.nme", field_names()), "process.name");
}

}  // namespace
}  // namespace ak
