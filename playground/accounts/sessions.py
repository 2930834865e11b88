"""Django's sessions in the database, found by a prepared query: every request begins with one."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from playground.prepared import Prepared, Slot


class SessionStore(db.SessionStore):
    """As Django's."""

    def _get_session_from_db(self) -> Session | None:
        session = SESSION.first(key=self.session_key)
        if session is None or session.expire_date <= timezone.now():
            self._session_key = None
            return None
        return session


SESSION = Prepared(lambda: Session.objects.filter(session_key=Slot("key")))
