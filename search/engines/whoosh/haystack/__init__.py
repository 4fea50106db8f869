"""Support for django-haystack and stock Whoosh queries. No page of Chancery uses it; users of Haystack's SearchQuerySet do."""
