"""Django's sessions in the database, found by a prepared query: every request begins with one."""

import re

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from playground.prepared import Prepared, Slot

KEY = re.compile(r"[a-z0-9]{32}")


class SessionStore(db.SessionStore):
    """As Django's. A key that it cannot have made is none: a database may refuse to look for it."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and KEY.fullmatch(key))

    def _get_session_from_db(self) -> Session | None:
        session = SESSION.first(key=self.session_key)
        if session is None or session.expire_date <= timezone.now():
            self._session_key = None
            return None
        return session


SESSION = Prepared(lambda: Session.objects.filter(session_key=Slot("key")))
