# what: arguments that the kernel encodes: spaces, quotes, UTF-8, a newline, empty
# expect: kubectl-impersonation exec parent=bash kubectl --as=two words options say \"hi\" ingénieur-日本 a\nb  end
# live: yes
# format: enriched raw

#### act
kubectl '--as=two words' options 'say "hi"' ingénieur-日本 $'a\nb' '' end > /dev/null
