from kooperation.models.blatt import Kooperationsblatt, Vereinbarung
from kooperation.models.bogen import Einschaetzung
from kooperation.models.brief import Brief
from kooperation.models.dialog import Dialog, Dienststelle, Seite, Zugang
from kooperation.models.instrument import Instrument

__all__ = ["Brief", "Dialog", "Dienststelle", "Einschaetzung", "Instrument", "Kooperationsblatt", "Seite", "Vereinbarung", "Zugang"]
