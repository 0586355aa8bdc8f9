// Adds an audit rule to the kernel's io_uring list, which auditctl offers from 3.1 on:
//   uringrule path|dir PATH KEY
#include <linux/audit.h>
#include <linux/netlink.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef AUDIT_FILTER_URING_EXIT
#define AUDIT_FILTER_URING_EXIT 0x07
#endif

static struct {
  struct nlmsghdr header;
  struct audit_rule_data rule;
  char strings[8192];
} request;

static void AddField(unsigned field, const char* text) {
  struct audit_rule_data* rule = &request.rule;
  unsigned i = rule->field_count++;
  rule->fields[i] = field;
  rule->fieldflags[i] = AUDIT_EQUAL;
  rule->values[i] = (unsigned)strlen(text);
  memcpy((char*)rule + sizeof *rule + rule->buflen, text, rule->values[i]);
  rule->buflen += rule->values[i];
}

int main(int argc, char** argv) {
  if (argc != 4 || strlen(argv[2]) + strlen(argv[3]) > 8000) return 2;
  request.rule.flags = AUDIT_FILTER_URING_EXIT;
  request.rule.action = AUDIT_ALWAYS;
  memset(request.rule.mask, 0xff, sizeof request.rule.mask);
  AddField(!strcmp(argv[1], "dir") ? AUDIT_DIR : AUDIT_WATCH, argv[2]);
  AddField(AUDIT_FILTERKEY, argv[3]);
  request.header.nlmsg_len = NLMSG_LENGTH((unsigned)sizeof request.rule + request.rule.buflen);
  request.header.nlmsg_type = AUDIT_ADD_RULE;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
  int kernel = socket(AF_NETLINK, SOCK_RAW, NETLINK_AUDIT);
  if (send(kernel, &request, request.header.nlmsg_len, 0) < 0) return 1;
  struct {
    struct nlmsghdr header;
    struct nlmsgerr answer;
    char rest[8192];
  } reply;
  if (recv(kernel, &reply, sizeof reply, 0) < 0 || reply.answer.error != 0) {
    fprintf(stderr, "uringrule: %s\n", strerror(-reply.answer.error));
    return 1;
  }
  return 0;
}
