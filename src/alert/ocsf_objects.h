// OCSF's objects out of an ECS event: the event of an alert, or one of a sequence's. An object that
// the schema would not admit (a process without pid and uid, a file without a name) is null.
#pragma once

#include <string_view>

#include "base/json_value.h"

namespace ak::alert {

JsonValue ocsf_process(const JsonValue& ecs);   // with its file, user and parent
JsonValue ocsf_user(const JsonValue& ecs);      // who acted
JsonValue ocsf_file(std::string_view path);     // by its path alone
JsonValue ocsf_device(const JsonValue& ecs);    // the host
JsonValue ocsf_evidence(const JsonValue& ecs);  // all that is known of the one event

// Sets what is there: nothing for an empty text and for null.
void set_present(JsonValue& object, std::string_view name, std::string_view text);
void set_present(JsonValue& object, std::string_view name, JsonValue value);

bool is_null(const JsonValue& value);

// OCSF's hostname_t: letters, digits, hyphens and dots between them.
bool is_hostname(std::string_view text);

}  // namespace ak::alert
