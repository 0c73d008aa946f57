topics-title = Topics
topics-lede = What municipalities learn from one another about.
topics-add = Add a topic
topics-name-ar = Name in Arabic
topics-name-en = Name in English
topics-retired = Leave the topic out of lists and forms
