"""What django-haystack and stock Whoosh queries need. No page of Chancery passes here; users of Haystack's SearchQuerySet do."""
