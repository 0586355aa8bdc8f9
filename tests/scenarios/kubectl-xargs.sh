# what: from xargs, whose start a rule of its own reports: neither a shell nor from a suspicious place
# live: yes
# rules: -a always,exit -F arch=b64 -F path=/usr/bin/xargs -F perm=x -F key=benign-parent

#### act
echo options | xargs kubectl --as=x > /dev/null
